"""What a typed line leads to: replies, and the commands that begin with a slash."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer.model import Reason, Reply
from bot.messages import Language, messages_of
from bot.rendering.pieces import plain
from bot.rendering.views import View
from bot.repl.answering import respond
from bot.repl.banner import banner_lines
from bot.repl.commands import COMMANDS
from bot.repl.examples import example_questions, quantity_questions
from bot.repl.state import Outcome, Room, State
from corpus.model import Article, Field, MetadataEntry, Paragraph, Span, paragraph_id
from index.building import build
from tests.bot.making import Scripted, make_abstention, make_answer, make_quote

ZH = messages_of(Language.ZH)
VIEW = View()


def article(id: str, title: str, *texts: str) -> Article:
    raw = "\n".join(["周明", *texts])
    paragraphs, start = [], len("周明\n")
    for number, text in enumerate(texts, start=1):
        span = Span(start, start + len(text))
        section = None if number == 1 else "菜单"
        paragraphs.append(Paragraph(paragraph_id(id, number), id, number, section, span, text, (span,)))
        start = span.end + 1
    return Article(id, title, raw, tuple(paragraphs), (MetadataEntry(Field.AUTHOR, "周明", Span(0, 2)),))


CAFE = article(
    "cafe", "河边的咖啡馆", "店在河边。", "拿铁卖二十八元。", "美式卖二十元。", "晚上九点关门。", "周末人多。"
)
TEA = article("tea", "山上的茶馆", "店在山上。", "龙井卖三十元。")
QUOTES = [
    make_quote(text, text, title="河边的咖啡馆", section="菜单", paragraph=number)
    for number, text in ((2, "拿铁卖二十八元。"), (3, "美式卖二十元。"), (4, "晚上九点关门。"), (5, "周末人多。"))
]
REPLIES: dict[str, Reply] = {
    "拿铁多少钱？": make_answer(*QUOTES),
    "“菜单”说的是什么？": make_answer(QUOTES[0]),
    "这篇文章是谁写的？": make_answer(make_quote("周明", "周明", section=None, paragraph=0)),
    "红茶呢？": make_abstention(Reason.UNKNOWN_TERMS, *QUOTES[:3]),
    "你好": make_abstention(Reason.SMALL_TALK),
}


@pytest.fixture(scope="module")
def searcher() -> object:
    return build([CAFE, TEA])


@pytest.fixture
def answerer() -> Scripted:
    return Scripted(REPLIES)


@pytest.fixture
def room(searcher: object, answerer: Scripted) -> Room:
    return Room(searcher, answerer)  # type: ignore[arg-type]


def say(room: Room, *lines: str) -> Outcome:
    """What the last of some lines leads to."""
    outcome = Outcome(State(Language.ZH))
    for text in lines:
        outcome = respond(room, outcome.state, text, VIEW)
    return outcome


def shown(outcome: Outcome) -> list[str]:
    return [plain(line).rstrip() for line in outcome.lines]


# Questions


def test_a_question_is_answered_and_remembered(room: Room) -> None:
    outcome = say(room, "拿铁多少钱？")
    assert shown(outcome) == [
        "  ┃ «拿铁卖二十八元。»",
        "    河边的咖啡馆 › 菜单 › ¶2",
        "    很有把握（0.90） · 另有 3 段相关，/more 接着看",
    ]
    assert [turn.question for turn in outcome.state.conversation.turns] == ["拿铁多少钱？"]


def test_a_follow_up_question_comes_with_the_conversation(room: Room, answerer: Scripted) -> None:
    say(room, "拿铁多少钱？", "为什么？")
    assert [turn.question for turn in answerer.asked[-1].conversation.turns] == ["拿铁多少钱？"]


def test_an_empty_line_is_no_question(room: Room, answerer: Scripted) -> None:
    assert say(room, "  \n ") == Outcome(State(Language.ZH))
    assert not answerer.asked


def test_several_lines_together_are_one_question(room: Room, answerer: Scripted) -> None:
    say(room, "拿铁\n/more")
    assert answerer.asked[0].text == "拿铁\n/more"


# Commands


def test_more_goes_on_to_the_next_passages_until_there_are_none(room: Room) -> None:
    assert shown(say(room, "拿铁多少钱？", "/more")) == [
        "  ┃ «美式卖二十元。»",
        "    河边的咖啡馆 › 菜单 › ¶3",
        "",
        "  ┃ «晚上九点关门。»",
        "    河边的咖啡馆 › 菜单 › ¶4",
        "",
        "  另有 1 段相关，/more 接着看",
    ]
    assert shown(say(room, "拿铁多少钱？", "/more", "/more"))[0] == "  ┃ «周末人多。»"
    assert shown(say(room, "拿铁多少钱？", "/more", "/more", "/more")) == ["  没有更多了。"]


def test_what_came_nearest_is_shown_on_request_only_and_is_not_called_an_answer(room: Room) -> None:
    assert shown(say(room, "红茶呢？")) == ["  文中没有说：没有提到所问的事。"]
    lines = shown(say(room, "红茶呢？", "/more"))
    assert lines[0] == "  下面是最接近的段落，不是答案："
    assert lines[2] == "  ┃ «拿铁卖二十八元。»"


def test_context_shows_the_paragraphs_around_the_quotation_shown_last(room: Room) -> None:
    lines = shown(say(room, "拿铁多少钱？", "/context"))
    assert lines[0] == "  ¶1   店在河边。"
    assert lines[-1] == "  ¶3   美式卖二十元。"
    assert shown(say(room, "拿铁多少钱？", "/more", "/context 1"))[0] == "  ¶3   美式卖二十元。"


def test_context_takes_how_many_paragraphs(room: Room) -> None:
    assert shown(say(room, "拿铁多少钱？", "/context 3"))[-1] == "  ¶5   周末人多。"


@pytest.mark.parametrize("argument", ["x", "0", "-1", "99"])
def test_context_refuses_what_is_no_number_of_paragraphs(room: Room, argument: str) -> None:
    assert shown(say(room, "拿铁多少钱？", f"/context {argument}")) == [f"  {ZH.context_usage}"]


@pytest.mark.parametrize("command", ["/more", "/why", "/export"])
def test_before_the_first_question_there_is_nothing_to_show(room: Room, command: str) -> None:
    assert shown(say(room, command)) == ["  还没有问过问题。"]


def test_without_a_quotation_there_are_no_surroundings(room: Room) -> None:
    assert shown(say(room, "/context")) == ["  还没有引文；先问一个问题。"]
    assert shown(say(room, "红茶呢？", "/context")) == ["  还没有引文；先问一个问题。"]


def test_why_shows_what_was_searched_for(room: Room) -> None:
    assert shown(say(room, "拿铁多少钱？", "/why"))[0] == "  检索：咖啡 价格"


def test_articles_are_listed_with_numbers_and_the_open_one_is_marked(room: Room) -> None:
    assert shown(say(room, "/open tea", "/articles")) == [
        "    1  河边的咖啡馆  5 段  cafe",
        "  ● 2  山上的茶馆    2 段  tea",
    ]


@pytest.mark.parametrize("name", ["2", "tea", "茶馆"])
def test_open_narrows_questions_to_one_article(room: Room, answerer: Scripted, name: str) -> None:
    outcome = say(room, f"/open {name}")
    assert shown(outcome)[0] == "  山上的茶馆"
    assert "  ¶2  菜单" in shown(outcome)
    respond(room, outcome.state, "龙井？", VIEW)
    assert answerer.asked[-1].article == "tea"


@pytest.mark.parametrize("name", ["0", "all", "全部"])
def test_open_0_goes_back_to_all_articles(room: Room, answerer: Scripted, name: str) -> None:
    say(room, "/open 2", f"/open {name}", "龙井？")
    assert answerer.asked[-1].article is None


@pytest.mark.parametrize("name", ["3", "店", "没有"])
def test_open_refuses_what_names_no_single_article(room: Room, name: str) -> None:
    assert shown(say(room, f"/open {name}")) == [f"  没有“{name}”这篇文章；/articles 列出全部"]


def test_open_alone_says_how_it_is_used(room: Room) -> None:
    assert shown(say(room, "/open")) == [f"  {ZH.open_usage}"]


def test_lang_changes_what_is_said_but_not_what_is_quoted(room: Room) -> None:
    outcome = say(room, "/lang en", "拿铁多少钱？")
    assert shown(outcome)[0] == "  ┃ «拿铁卖二十八元。»"
    assert shown(outcome)[-1] == "    very sure (0.90) · 3 more related passages, see them with /more"
    assert shown(say(room, "/lang fr")) == ["  请写成 /lang zh 或 /lang en"]


def test_new_forgets_the_conversation(room: Room, answerer: Scripted) -> None:
    say(room, "拿铁多少钱？", "/new", "为什么？")
    assert not answerer.asked[-1].conversation.turns
    assert shown(say(room, "拿铁多少钱？", "/new", "/more")) == ["  还没有问过问题。"]


def test_quit_leaves(room: Room) -> None:
    assert say(room, "/quit").leaving
    assert not say(room, "/help").leaving


def test_help_lists_every_command(room: Room) -> None:
    text = "\n".join(shown(say(room, "/help")))
    assert all(f"  /{name}" in text for name in COMMANDS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/mor", "没有 /mor 这个命令；是不是 /more？"),
        ("/contxt 2", "没有 /contxt 这个命令；是不是 /context？"),
        ("/zzz", "没有 /zzz 这个命令；/help 列出全部"),
        ("/", "没有 / 这个命令；/help 列出全部"),
    ],
)
def test_an_unknown_command_is_told_the_nearest(room: Room, typed: str, said: str) -> None:
    assert shown(say(room, typed)) == [f"  {said}"]


@pytest.mark.parametrize("typed", ["／help", "/HELP", "/ help"])
def test_a_command_may_have_a_full_width_slash_capitals_or_a_space(room: Room, typed: str) -> None:
    assert shown(say(room, typed)) == shown(say(room, "/help"))


# Export


def test_export_writes_the_conversation_as_markdown(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "对话 1.md"
    outcome = say(room, "拿铁多少钱？", "红茶呢？", f"/export {file}")
    assert shown(outcome) == [f"  2 个问答已写入 {file}"]
    heading, date, *rest = file.read_text(encoding="utf-8").split("\n\n")
    assert heading == "# 与文章的问答"
    assert date
    assert "\n\n".join(rest) == (
        "## 拿铁多少钱？\n"
        "\n"
        "> <strong>拿铁卖二十八元。</strong>\n"
        ">\n"
        "> —— 河边的咖啡馆 › 菜单 › ¶2\n"
        "\n"
        "很有把握（0.90）\n"
        "\n"
        "## 红茶呢？\n"
        "\n"
        "文中没有说：没有提到所问的事。\n"
    )


def test_export_never_overwrites_a_file(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("mine")
    assert "已经存在" in shown(say(room, "拿铁多少钱？", f"/export {file}"))[0]
    assert file.read_text() == "mine"


def test_export_without_a_name_takes_one_with_the_time(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    say(room, "拿铁多少钱？", "/export")
    assert [path.name[:8] for path in tmp_path.iterdir()] == ["yuanhua-"]


@pytest.mark.parametrize("name", ["/nowhere/at/all.md", "a\0b", "~nobody-of-that-name/x.md"])
def test_an_export_that_cannot_be_written_is_told(room: Room, name: str) -> None:
    (line,) = shown(say(room, "拿铁多少钱？", f"/export {name}"))
    assert "写不了" in line


# The banner


def test_the_banner_counts_the_articles_and_proposes_questions_that_are_answered(room: Room) -> None:
    lines = [plain(line).strip() for line in banner_lines(room, VIEW, ZH)]
    assert "共 2 篇文章，7 段；/articles 列出，/open N 只问其中一篇" in lines
    assert [line for line in lines if line.startswith("·")] == ["· 这篇文章是谁写的？", "· “菜单”说的是什么？"]


def test_with_nothing_that_is_answered_the_banner_proposes_nothing(searcher: object) -> None:
    room = Room(searcher, Scripted({}))  # type: ignore[arg-type]
    assert example_questions(room, ZH, 3) == []
    assert not [line for line in banner_lines(room, VIEW, ZH) if ZH.banner_try in plain(line)]


def test_the_banner_of_one_article_has_its_title_and_size() -> None:
    room = Room(build([CAFE]), Scripted(REPLIES))
    assert "《河边的咖啡馆》  5 段" in [plain(line).strip() for line in banner_lines(room, VIEW, ZH)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("店里的拿铁卖28元一杯。", "店里的拿铁卖多少元一杯？"),
        ("2023年，店主一共卖出近3.5万个杯子。", "2023年，店主一共卖出多少个杯子？"),
        ("店里用的咖啡机LM-2卖15万元。", "店里用的咖啡机LM-2卖多少元？"),
        ("据店主统计，一天平均卖出300个杯子。", "一天平均卖出多少个杯子？"),
        ("店里有5个座位，2个靠着窗户。", None),
        ("店里一共有5个座位，周末要预订。", None),
        ("它在周末一共卖出300个杯子。", None),
        ("店主说：“一共卖出300个杯子”。", None),
        ("店开在2019年的春天，生意不错。", None),
        ("卖3元。", None),
    ],
)
def test_a_sentence_with_one_quantity_makes_a_question_that_asks_for_it(sentence: str, question: str | None) -> None:
    found = list(quantity_questions(article("a", "店", sentence)))
    assert found == ([] if question is None else [question])


def test_of_two_articles_each_makes_examples() -> None:
    articles = [article("a", "甲", "店里的拿铁卖28元一杯。"), article("b", "乙", "店里的龙井卖30元一杯。")]
    questions = ["店里的拿铁卖多少元一杯？", "店里的龙井卖多少元一杯？"]
    room = Room(build(articles), Scripted(dict.fromkeys(questions, make_answer(QUOTES[0]))))
    assert example_questions(room, ZH, 3) == questions
