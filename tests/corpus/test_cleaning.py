"""What is dropped, what is kept, and how it depends on where a line stands."""

from __future__ import annotations

import pytest

from corpus.cleaning import RULES
from corpus.clutter import recognise
from corpus.loading import parse_article
from corpus.model import Article, Field

FIRST = "收音机是父亲留下的，牡丹牌，六个管子，木头壳子上有一道裂纹，从左边一直裂到右边。"
SECOND = "打开后盖，灰有一指厚。我用毛刷刷了半个小时，才看清线路板上的字，有几个已经磨掉了。"
THIRD = "第一个毛病是电容漏液。三个电解电容，一个已经鼓了，换上新的，一共花了一块二毛钱。"
FOURTH = "第二个毛病难找一些。通电以后有声音，但是只有一个台，后来发现是引线断了。"
BODY = [FIRST, SECOND, THIRD, FOURTH]


def page(*lines: str) -> Article:
    return parse_article("\n\n".join(lines), id="x")


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def dropped(article: Article) -> list[tuple[str, str]]:
    return [(line.span.of(article.raw), line.rule) for line in article.dropped]


@pytest.mark.parametrize(
    "line, rule",
    [
        ("当前位置：首页 > 文化 > 正文", "navigation"),
        ("正在阅读:老收音机", "navigation"),
        ("首頁 即時 熱門 政治 財經", "navigation"),
        ("上一篇：给猫做的喂食器", "navigation"),
        ("展开全文", "control"),
        ("00:00 / 03:25", "control"),
        ("全文共3200字，阅读大约需要8分钟", "control"),
        ("扫一扫下载青石新闻APP", "app"),
        ("打开APP阅读全文", "app"),
        ("微信 微博 QQ空间 复制链接", "share"),
        ("分享給朋友：", "share"),
        ("长按识别二维码关注我们", "share"),
        ("阅读 1.2万", "counter"),
        ("1,204次浏览 · 35条评论", "counter"),
        ("3小时前", "timestamp"),
        ("▲图源：青石新闻", "caption"),
        ("图片来源：视觉中国", "caption"),
        ("（图/受访者提供）", "caption"),
        ("图1：各季度出货量", "caption"),
        ("孩子们在天文台前。新华社记者 马宁 摄", "caption"),
        ("【广告】", "advertisement"),
        ("相关推荐", "related"),
        ("延伸閱讀：老相機的保養", "related"),
        ("猜你喜欢", "related"),
        ("标签：收音机 修理", "tags"),
        ("#收音机# #修理#", "tags"),
        ("暂无评论哦,快来评价一下吧!", "comments"),
        ("全部评论(35)", "comments"),
        ("登录后发表评论", "comments"),
        ("回复 举报 赞(3)", "comments"),
        ("本文为转载内容，授权事宜请联系原著作权人。", "notice"),
        ("未经授权，不得转载。", "notice"),
        ("本文仅代表作者个人观点，与本站无关。", "notice"),
        ("※本文版權所有，非經授權，不得轉載。※", "notice"),
        ("青ICP备12000123号 青公网安备 61072802000001号", "footer"),
        ("© 2024 青石新闻 版权所有", "footer"),
        ("关于我们 | 广告服务 | 联系我们 | 网站地图", "footer"),
        ("We use cookies to improve your experience.", "cookies"),
        ("^ 云州市文物局. 云州文物志. 2003.", "reference"),
        ("==========", "separator"),
        ("（全文完）", "separator"),
    ],
)
def test_furniture_is_recognised_by_its_words_and_shape(line: str, rule: str) -> None:
    hit = recognise(line)
    assert hit is not None
    assert (hit.rule, hit.sure) == (rule, True)
    assert rule in RULES


@pytest.mark.parametrize(
    "line",
    [
        "他们未经授权使用了这些数据，被判赔偿三百万元。",
        "工信部要求所有应用在年底前完成ICP备案。",
        "扫码支付已成为主流，现金反而要找零。",
        "该网站使用cookie跟踪用户，被罚款三十一亿欧元。",
        "平台收到侵权通知后，应当及时删除侵权内容。",
        "相关问题",
        "今日头条",
        "左手告别英伟达、右手告别微软",
        "图1显示了各季度的出货量。",
        "阅读是一件安静的事。",
        "下一章我们将介绍电容的种类。",
        "公司回应称，用户的评论将在三天内恢复。",
        "……",
    ],
)
def test_a_line_of_an_article_is_not_surely_furniture(line: str) -> None:
    hit = recognise(line)
    assert hit is None or not hit.sure


@pytest.mark.parametrize("word", ["评论", "分享", "登录", "推荐", "微博", "目录"])
def test_a_word_of_menus_is_a_heading_amid_the_text_and_furniture_after_it(word: str) -> None:
    amid = page("修理手记", *BODY[:2], word, *BODY[2:])
    assert [amid.headings[0].of(amid.raw), amid.dropped] == [word, ()]
    after = page("首页 > 文化 > 正文", "修理手记", *BODY, word, "扫一扫下载青石新闻APP", "© 2024 青石新闻")
    assert texts(after) == BODY
    assert word in dict(dropped(after))


def test_a_headline_repeated_three_times_is_kept_once() -> None:
    article = page(
        "正在阅读:",
        "修好一台老收音机",
        "扫一扫下载青石新闻APP",
        "修好一台老收音机",
        *BODY,
        "暂无评论",
        "修好一台老收音机",
    )
    entry = article.entry(Field.TITLE)
    assert entry is not None
    assert entry.value == "修好一台老收音机"
    assert [rule for text, rule in dropped(article) if text == entry.value] == ["headline", "headline"]
    assert texts(article) == BODY


@pytest.mark.parametrize("suffix", ["_文化_青石网", " - 众问", "-青石新闻", " | 云州日报", "|收音机|修理_青石网"])
def test_a_headline_with_the_sites_name_behind_it_is_the_headline(suffix: str) -> None:
    article = page(
        f"修好一台老收音机{suffix}", "首页 > 文化 > 正文", "修好一台老收音机", "2024-03-01 来源：青石日报", *BODY
    )
    assert article.title == "修好一台老收音机"
    assert texts(article) == BODY


def test_a_body_that_stands_twice_is_kept_once_and_the_first_copy() -> None:
    article = page("修好一台老收音机", *BODY, "暂无评论", "下载青石新闻APP", "修好一台老收音机", *BODY)
    assert texts(article) == BODY
    assert article.paragraphs[-1].span.end < article.raw.index("暂无评论")


def test_a_second_copy_that_lacks_a_caption_and_changes_a_word_is_a_copy() -> None:
    changed = THIRD.replace("一块二毛钱", "一块三毛钱")
    article = page(*BODY[:2], "▲图源：青石新闻", *BODY[2:], "暂无评论", FIRST, SECOND, changed, "拆机之后", FOURTH)
    assert texts(article) == BODY


def test_a_preview_before_the_whole_text_is_no_second_body() -> None:
    article = page("修好一台老收音机", FIRST, SECOND, "展开全文", *BODY)
    assert texts(article) == BODY


def test_a_lead_gives_way_to_the_paragraph_it_quotes() -> None:
    article = page("修好一台老收音机", SECOND, "文|老周", FIRST, SECOND, THIRD)
    assert texts(article) == [FIRST, SECOND, THIRD]
    assert article.raw.index(SECOND) < article.raw.index(FIRST) < article.paragraphs[1].span.start


def test_a_lead_cut_off_with_an_ellipsis_is_dropped() -> None:
    article = page("修好一台老收音机", f"{FIRST[:30]}...", "文|老周", *BODY)
    assert texts(article) == BODY


def test_paragraphs_that_stand_once_more_run_together_are_dropped() -> None:
    article = page("修好一台老收音机", "".join(BODY), *BODY)
    assert texts(article) == BODY


def test_a_refrain_is_kept_every_time() -> None:
    refrain = "月亮落在江心的水里\n像一枚没有人捡的硬币"
    verse = "风从对岸的山上来\n带着芦苇和雪的气味"
    article = parse_article(f"江边\n\n{refrain}\n\n{verse}\n\n{refrain}\n", id="x")
    assert article.dropped == ()
    assert texts(article) == [refrain, verse, refrain]


def test_speakers_are_kept_however_often_they_speak() -> None:
    talk = [
        line
        for number in range(20)
        for line in (f"记者：第{number}个问题是什么？", "阿禾：", f"第{number}个答案是这样的，说来话长。")
    ]
    article = parse_article("\n".join(talk), id="x")
    assert article.dropped == ()
    assert "".join(texts(article)).replace("\n", "") == "".join(talk)


def test_bylines_are_metadata_above_the_text_and_below_it() -> None:
    article = page("修好一台老收音机", "文|老周", *BODY, "摄影|老林", "责任编辑：小满")
    assert {entry.field: entry.value for entry in article.metadata} == {
        Field.TITLE: "修好一台老收音机",
        Field.AUTHOR: "老周",
        Field.EDITOR: "小满",
        Field.PHOTOGRAPHER: "老林",
    }
    assert texts(article) == BODY
    assert article.dropped == ()


def test_bylines_amid_the_text_are_text() -> None:
    article = page("两本书", FIRST, SECOND, "作者：林未央", THIRD, FOURTH)
    assert article.entry(Field.AUTHOR) is None
    assert "作者：林未央" in "\n".join(texts(article))


def test_the_first_of_two_bylines_counts() -> None:
    article = page("修好一台老收音机", "编辑|小满", *BODY, "责任编辑：老林")
    entry = article.entry(Field.EDITOR)
    assert entry is not None
    assert entry.value == "小满"
    assert dropped(article) == [("责任编辑：老林", "credit")]


def test_the_time_of_an_event_is_not_the_date_of_its_notice() -> None:
    article = page("秋季读书会通知\n\n时间：2023年10月21日14:00\n地点：市图书馆三楼\n主讲：林未央", FIRST)
    assert article.entry(Field.DATE) is None
    assert texts(article)[0] == "时间：2023年10月21日14:00\n地点：市图书馆三楼\n主讲：林未央"


def test_a_notice_quoted_amid_an_article_on_copyright_is_kept() -> None:
    notice = "未经授权，不得转载，这八个字出现在每个网站的页脚。"
    assert texts(page("转载的边界", FIRST, notice, *BODY[1:])) == [FIRST, notice, *BODY[1:]]


def test_short_lines_before_the_body_are_dropped_only_among_furniture() -> None:
    assert dropped(page("拆机之前", "修理手记", *BODY)) == []
    article = page("首页 > 文化 > 正文", "青石生活", "修好一台老收音机", "2024-03-01 10:20", *BODY)
    assert dropped(article) == [("首页 > 文化 > 正文", "navigation"), ("青石生活", "before-body")]


def test_links_with_counters_after_the_body_are_dropped() -> None:
    links = ["微软", "5.1k", "• 某公司薪酬增长63%至7900万美元", "• 监管机构对某公司罚款3.1亿欧元"]
    article = page("修好一台老收音机", *BODY, "本文为转载内容，授权事宜请联系原著作权人。", *links)
    assert texts(article) == BODY


def test_a_list_that_the_article_announces_is_kept_before_the_furniture() -> None:
    article = page(
        "修好一台老收音机",
        *BODY,
        "换下来的零件有三样：",
        "• 电容三个",
        "• 引线一根",
        "扫一扫下载青石新闻APP",
        "暂无评论",
    )
    assert texts(article)[-1] == "换下来的零件有三样：\n\n• 电容三个\n\n• 引线一根"


def test_who_signs_a_notice_is_kept_with_the_day() -> None:
    article = page(
        "关于停水的通知", *BODY, "青石镇水务站", "2024年3月2日", "【打印本页】 【关闭窗口】", "青ICP备12000123号"
    )
    assert texts(article)[-1].endswith("青石镇水务站")
    entry = article.entry(Field.DATE)
    assert entry is not None
    assert entry.value == "2024年3月2日"


def test_comments_after_the_body_are_dropped_although_they_are_sentences() -> None:
    comments = [
        "网友评论(2)",
        "青山",
        "我家也有一台，跟这个一模一样，就是不响了。",
        "3小时前",
        "回复 举报",
        "王小二",
        "评书那段看哭了。",
    ]
    assert texts(page("修好一台老收音机", "文|老周", *BODY, *comments)) == BODY


def test_a_link_copied_along_with_the_last_sentence_is_cut_off() -> None:
    article = page(
        "新闻 体育 财经 娱乐", "修好一台老收音机", *BODY[:3], f"{FOURTH}返回松湖，查看更多", "推荐阅读", "暂无评论"
    )
    assert texts(article) == BODY
    assert ("返回松湖，查看更多", "control") in dropped(article)


def test_a_clean_text_of_one_paragraph_is_kept_whole() -> None:
    assert texts(page(FIRST)) == [FIRST]
    assert page(FIRST).dropped == ()
