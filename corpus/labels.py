"""The labels of bylines: what stands before a name, a source, a date.

Only data, in ``fold``-ed form and without white space.
"""

from __future__ import annotations

from typing import Final

from corpus.model import Field

_LABELS: Final[dict[Field | None, str]] = {
    Field.AUTHOR: """
作者 文字作者 原作者 本文作者 文章作者 撰文 撰稿 撰稿人 撰写 执笔 采写 采访 采访撰文 文字 文 记者 本报记者 本网记者
本刊记者 实习记者 特约记者 见习记者 首席记者 通讯员 特约撰稿 特约撰稿人 author writtenby words textby
""",
    Field.EDITOR: """
责任编辑 责编 编辑 文字编辑 本文编辑 网络编辑 内容编辑 主编 执行主编 值班主编 编审 值班编辑 本期编辑 editor editedby
""",
    Field.PHOTOGRAPHER: """
摄影 摄影师 摄影记者 图片摄影 拍摄 摄像 photographer photoby photosby photography
""",
    Field.OUTLET: """
来源 文章来源 稿件来源 稿源 新闻来源 信息来源 内容来源 本文来源 转载自 转自 摘自 原载 出处 发布机构 发布单位
发文机关 发文机构 出品 媒体 公众号 source 来源媒体 供稿单位
""",
    Field.DATE: """
发布时间 发布日期 上传时间 上传日期 发稿时间 发表时间 发表日期 发布于 发表于 刊登于 首发于 时间 日期 更新时间
更新日期 更新于 编辑于 修改于 创建时间 成文日期 发文日期 最后更新 published publishedon publishedat updated
lastupdated postedon posted date
""",
    Field.TITLE: """
标题 原标题 题目 title
""",
    None: """
校对 审核 审校 复审 终审 初审 一审 二审 三审 监制 总监制 监审 设计 美编 美术编辑 视觉 视觉设计 排版 版式 制图 海报
插画 插图 漫画 题图 头图 封面 图片 图 配图 供图 图源 图片来源 视频 剪辑 配音 主播 策划 统筹 协调 运营 实习生
实习编辑 译者 翻译 编译 整理 制作 出品人 制片 后期 音频 值班 签发 核稿 图片编辑 视频编辑 微信号 微信id 邮箱 联系邮箱
字号 字体 浏览 浏览量 浏览次数 阅读 阅读量 阅读数 阅读次数 发布人 发布者 上传者 信息录入 录入 点击 点击量 点击数
点击次数 评论 评论数 访问量 访问次数 人气 栏目 分类 频道 索引号 主题分类 发文字号 文号 有效性 公开方式 主题词
内容概述 信息分类 公开时限 公开形式 公开日期 生成日期 所属机构 ip属地 id
""",
}

FIELD_OF: Final = {label: which for which, labels in _LABELS.items() for label in labels.split()}
"""The field that a label gives, or None for credits without a field of their own."""

WEAK: Final = frozenset(
    """
主播 主题分类 主题词 人气 信息分类 公众号 公开形式 公开方式 公开日期 公开时限 内容概述 出品 出处 分类 制作 协调
发文字号 后期 图 图片 媒体 字号 封面 所属机构 拍摄 摄像 整理 文号 文字 日期 时间 有效性 标题 栏目 浏览 点击 生成日期
策划 索引号 统筹 翻译 联系邮箱 视频 记者 设计 评论 运营 邮箱 采访 阅读 音频 频道 题目 date id posted source title
updated words
""".split()
)
"""Labels that stand before the article's own things too: an event's time, a film's editor, an interviewer's words."""
