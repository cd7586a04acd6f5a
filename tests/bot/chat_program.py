"""The conversation at a terminal with an answerer that was told what to say: what the screen tests run."""

from __future__ import annotations

import sys

from bot.answer.model import Reason, Reply
from bot.config import load_config
from bot.messages import Language
from bot.rendering.screens import screen_for
from bot.repl.state import Room, State
from bot.repl.terminal import converse
from corpus.model import Article, Paragraph, Span, paragraph_id
from index.building import build
from tests.bot.making import Scripted, make_abstention, make_answer, make_quote

LATTE = "2023年，店里换了一台La Marzocco咖啡机。拿铁从此卖二十八元一杯，美式卖二十元，手冲另算。熟客说，味道好了不少。"
CLOSING = "平日晚上九点关门，周末开到十一点；下雨天常常提前打烊，来之前最好打个电话问一声。"
SECTIONS = {"菜单与价格": [LATTE], "营业时间": [CLOSING]}


def make_article() -> Article:
    """An article of two sections."""
    paragraphs: list[Paragraph] = []
    raw = ""
    for section, texts in SECTIONS.items():
        for text in texts:
            number, span = len(paragraphs) + 1, Span(len(raw), len(raw) + len(text))
            paragraphs.append(Paragraph(paragraph_id("cafe", number), "cafe", number, section, span, text, (span,)))
            raw += text + "\n"
    return Article("cafe", "河边的咖啡馆", raw, tuple(paragraphs))


def make_room() -> Room:
    """Questions that have replies here: two that are answered, one that is not; all others are nowhere mentioned."""
    latte = make_quote(
        LATTE,
        "拿铁从此卖二十八元一杯，美式卖二十元，手冲另算。",
        ["店里", "拿铁"],
        "二十八元",
        title="河边的咖啡馆",
        section="菜单与价格",
        paragraph=1,
    )
    closing = make_quote(CLOSING, CLOSING, ["关门"], "晚上九点", title="河边的咖啡馆", section="营业时间", paragraph=2)
    replies: dict[str, Reply] = {
        "拿铁多少钱？": make_answer(latte, closing),
        "拿铁\n多少钱？": make_answer(latte),
        "“营业时间”说的是什么？": make_answer(closing, confidence=0.75),
        "红茶多少钱？": make_abstention(Reason.UNKNOWN_TERMS, latte),
    }
    return Room(build([make_article()], load_config().index_settings()), Scripted(replies))


if __name__ == "__main__":
    config = load_config()
    converse(make_room(), State(Language.ZH), screen_for(sys.stdout, config.chat.color), config, print, lambda: None)
