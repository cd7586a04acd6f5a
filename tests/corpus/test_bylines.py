"""Bylines: what a line says of who, where and when, and which lines are none."""

from __future__ import annotations

import pytest

from corpus.bylines import read_byline
from corpus.model import Field

A, E, P, S, D, T = Field.AUTHOR, Field.EDITOR, Field.PHOTOGRAPHER, Field.OUTLET, Field.DATE, Field.TITLE


@pytest.mark.parametrize(
    "line, values",
    [
        ("文|自象限  周游", [(A, "自象限 周游")]),
        ("文｜张三 编辑｜李四", [(A, "张三"), (E, "李四")]),
        ("文丨张三", [(A, "张三")]),
        ("編輯：盧枕", [(E, "盧枕")]),
        ("作 者：张三", [(A, "张三")]),
        ("摄影:青石新闻 范小林", [(P, "青石新闻 范小林")]),
        ("文/图 张三", [(A, "张三")]),
        ("策划、撰文 | 张三", [(A, "张三")]),
        ("采写：青石报记者 张三 实习生 李四", [(A, "青石报记者 张三 实习生 李四")]),
        ("青石新闻记者 | 张三", [(A, "张三")]),
        ("青石报记者 张三 编辑 李四 校对 王五", [(A, "张三"), (E, "李四")]),
        ("本报记者 张三 报道", [(A, "张三")]),
        ("記者王小明／台北報導", [(A, "王小明")]),
        ("原创 阿禾 稻田笔记", [(A, "阿禾"), (S, "稻田笔记")]),
        ("By Jane Doe | Oct 5, 2023", [(A, "Jane Doe"), (D, "Oct 5, 2023")]),
        ("Published on October 5, 2023", [(D, "October 5, 2023")]),
        ("来源：青石日报", [(S, "青石日报")]),
        ("来源：微信公众号“稻田笔记”", [(S, "稻田笔记")]),
        ("2020-03-09  来源: 青石时报 作者:", [(D, "2020-03-09"), (S, "青石时报")]),
        ("2023-05-11 04:18:02 作者:網絡來源:網絡", [(D, "2023-05-11 04:18:02")]),
        ("来源:青石网2024-03-06 17:48", [(S, "青石网"), (D, "2024-03-06 17:48")]),
        ("互联网 | 编辑: 张三 2006-11-16 00:00:00转载 返回原文", [(E, "张三"), (D, "2006-11-16 00:00:00")]),
        ("发布时间：2023-10-05 来源：市政府办公室 浏览次数：123", [(D, "2023-10-05"), (S, "市政府办公室")]),
        ("本文来自微信公众号:稻田笔记(ID:dtbj),作者:阿禾,头图来自:《收割》剧照", [(S, "稻田笔记"), (A, "阿禾")]),
        ("本文来自公众号“稻田笔记”（ID：x），作者：阿禾，青石网经授权发布。", [(S, "稻田笔记"), (A, "阿禾")]),
        ("(责任编辑：王五 SF183)", [(E, "王五")]),
        ("【责任编辑:王五】", [(E, "王五")]),
        ("原标题：一只麻雀", [(T, "一只麻雀")]),
        ("2023-10-05 14:20", [(D, "2023-10-05 14:20")]),
        ("2023年10月5日 星期四", [(D, "2023年10月5日 星期四")]),
        ("汽车闲聊站 2026-01-24 07:21:10", [(D, "2026-01-24 07:21:10")]),
        ("编辑：张三 审核：李四 监制：王五", [(E, "张三")]),
        ("校对：李四", []),
        ("作者：", []),
        ("来源：网络", []),
        ("发布于:浙江省", []),
    ],
)
def test_a_byline_gives_its_fields(line: str, values: list[tuple[Field, str]]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert list(byline.values) == values


@pytest.mark.parametrize(
    "line",
    [
        "记者：您是什么时候开始写诗的？",
        "编者按：他说",
        "地点：市图书馆",
        "By the way, this is nice.",
        "他出生于1990年5月6日",
        "作者：鲁迅 | 出版社：青石出版社",
        "《声明》来源：他说",
        "本文由三部分组成。",
        "本文系作者原创，未经授权不得转载。",
        "左手告别英伟达、右手告别微软",
        "阿禾：好的",
        "文字 内容，很好。",
    ],
)
def test_a_sentence_or_another_label_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize("line", ["2023-10-05 14:20", "时间：2023年10月5日", "记者：张三", "图/青石新闻"])
def test_a_line_that_may_be_the_articles_own_is_not_sure(line: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert not byline.sure
