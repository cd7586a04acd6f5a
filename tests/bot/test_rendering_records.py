"""Replies for programs: the keys they rely on."""

from __future__ import annotations

import json

from bot.answer.model import Reason
from bot.rendering.records import json_line, quote_record, reply_record
from tests.bot.making import make_abstention, make_answer, make_quote

QUOTE = make_quote("店里有豆子。拿铁卖二十八元。", "拿铁卖二十八元。", ["拿铁"], "二十八元", start=100)


def test_an_answer_has_these_keys_in_this_order() -> None:
    assert reply_record("d001", "拿铁多少钱？", make_answer(QUOTE, confidence=0.93), 1.8) == {
        "id": "d001",
        "question": "拿铁多少钱？",
        "reply": "answer",
        "confidence": 0.93,
        "reason": None,
        "elapsed_ms": 1.8,
        "quotes": [
            {
                "article": "cafe",
                "title": "咖啡馆",
                "section": "价格",
                "paragraph": 3,
                "text": "店里有豆子。拿铁卖二十八元。",
                "start": 100,
                "end": 114,
                "key": [6, 14],
                "highlights": [[6, 8]],
                "answer": [9, 13],
                "score": 12.5,
            }
        ],
    }
    assert list(reply_record("d001", "", make_answer(QUOTE), 0)) == [
        "id",
        "question",
        "reply",
        "confidence",
        "reason",
        "elapsed_ms",
        "quotes",
    ]


def test_an_abstention_has_a_reason_no_quotes_and_the_nearest_apart() -> None:
    record = reply_record(7, "茶多少钱？", make_abstention(Reason.UNKNOWN_TERMS, QUOTE), 0.5)
    assert record["reply"] == "abstention"
    assert record["reason"] == "unknown_terms"
    assert record["quotes"] == []
    assert record["nearest"] == [quote_record(QUOTE)]


def test_a_key_of_two_sentences_is_one_range() -> None:
    assert quote_record(make_quote("鱼多。水浅。所以停航。", "水浅。所以停航。"))["key"] == [3, 11]


def test_without_an_answering_phrase_answer_is_null() -> None:
    assert quote_record(make_quote("拿铁。", "拿铁。"))["answer"] is None


def test_chinese_stands_in_the_line_as_it_is() -> None:
    assert json_line({"question": "拿铁？"}) == '{"question": "拿铁？"}'


def test_a_line_is_utf_8_even_with_a_lone_surrogate_and_reads_back_the_same() -> None:
    line = json_line({"question": "拿\ud800铁"})
    assert line.encode("utf-8")
    assert json.loads(line) == {"question": "拿\ud800铁"}


def test_a_line_end_in_a_text_does_not_end_the_line() -> None:
    assert "\n" not in json_line({"text": "一\n二\u2028三"})
