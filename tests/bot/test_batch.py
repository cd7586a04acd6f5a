"""Batches: a line of JSON in, a line of JSON out, in order, and no bad line stops the others."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.ndjson import BadLineError, Request, parse_line, run_batch
from bot.rendering.records import Record
from tests.bot.making import Scripted, make_answer, make_quote

REPLIES = {"拿铁多少钱？": make_answer(make_quote("拿铁卖二十八元。", "拿铁卖二十八元。"))}


def run(*lines: str | bytes) -> list[Record]:
    return list(run_batch([line if isinstance(line, bytes) else line.encode() for line in lines], Scripted(REPLIES)))


def test_replies_come_in_the_order_of_the_questions() -> None:
    records = run('{"id": "b", "question": "拿铁多少钱？"}', '{"id": "a", "question": "茶？"}')
    assert [(record["id"], record["reply"]) for record in records] == [("b", "answer"), ("a", "abstention")]


def test_a_question_needs_no_id() -> None:
    assert parse_line('{"question": "茶？"}'.encode()) == Request(None, "茶？", ())


@pytest.mark.parametrize("id", ["q1", "", 7, -1, None])
def test_an_id_comes_back_as_it_was_given(id: object) -> None:
    assert run(json.dumps({"id": id, "question": "茶？"}))[0]["id"] == id


def test_other_keys_are_ignored() -> None:
    line = '{"id": "x", "question": "茶？", "kind": "fact", "evidence": ["甲"]}'
    assert parse_line(line.encode()) == Request("x", "茶？", ())


def test_blank_lines_give_nothing_but_count() -> None:
    assert run("", "  \r\n", "坏") == [
        {"id": None, "error": 'line 3: not JSON; write one {"id": "…", "question": "…"} a line'}
    ]


def test_earlier_questions_become_the_conversation() -> None:
    answerer = Scripted(REPLIES)
    line = '{"id": 1, "question": "那美式呢？", "after": ["拿铁多少钱？", "为什么？"]}'
    assert len(list(run_batch([line.encode()], answerer))) == 1
    turns = answerer.asked[-1].conversation.turns
    assert [turn.question for turn in turns] == ["拿铁多少钱？", "为什么？"]
    assert turns[0].reply == REPLIES["拿铁多少钱？"]
    assert [len(question.conversation.turns) for question in answerer.asked] == [0, 1, 2]


def test_one_line_s_conversation_is_not_the_next_one_s() -> None:
    answerer = Scripted(REPLIES)
    lines = [b'{"question": "a", "after": ["b"]}', b'{"question": "c"}']
    list(run_batch(lines, answerer))
    assert not answerer.asked[-1].conversation.turns


@pytest.mark.parametrize("after", ["null", "[]"])
def test_nothing_before_is_no_conversation(after: str) -> None:
    request = parse_line(f'{{"question": "茶？", "after": {after}}}'.encode())
    assert request is not None
    assert request.after == ()


@pytest.mark.parametrize(
    ("line", "id", "said"),
    [
        (b"{", None, "not JSON"),
        (b"\xff\xfe", None, "not UTF-8"),
        (b"[" * 100_000, None, "not JSON"),
        (b"[1]", None, "not a JSON object"),
        (b'"text"', None, "not a JSON object"),
        (b'{"id": "x"}', "x", '"question" is missing'),
        (b'{"id": "x", "question": 3}', "x", '"question" must be text'),
        (b'{"id": "x", "question": null}', "x", '"question" must be text'),
        (b'{"id": [1], "question": "a"}', None, '"id" must be'),
        (b'{"id": true, "question": "a"}', None, '"id" must be'),
        (b'{"id": 1.5, "question": "a"}', None, '"id" must be'),
        (b'{"id": "x", "question": "a", "after": "b"}', "x", '"after" must be'),
        (b'{"id": "x", "question": "a", "after": [1]}', "x", '"after" must be'),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(line: bytes, id: object, said: str) -> None:
    records = run('{"question": "茶？"}', line, '{"question": "拿铁多少钱？"}')
    assert records[1]["id"] == id
    assert str(records[1]["error"]).startswith(f"line 2: {said}")
    assert set(records[1]) == {"id", "error"}
    assert [record.get("reply") for record in records] == ["abstention", None, "answer"]


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_the_first_line() -> None:
    assert run(b'\xef\xbb\xbf{"question": "a"}')[0]["reply"] == "abstention"
    with pytest.raises(BadLineError):
        parse_line(b'\xef\xbb\xbf{"question": "a"}')


def test_a_lone_surrogate_is_asked_without_and_echoed_with_it() -> None:
    answerer = Scripted(REPLIES)
    (record,) = run_batch([b'{"question": "a\\ud800b"}'], answerer)
    assert record["question"] == "a\ud800b"
    assert answerer.asked[0].text == "a?b"


def test_each_reply_is_there_before_the_next_line_is_read() -> None:
    read: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield b'{"question": "a"}'

    records = run_batch(lines(), Scripted(REPLIES))
    next(records)
    assert read == [0]


def test_the_time_is_that_of_a_reply_in_milliseconds() -> None:
    (record,) = run('{"question": "茶？"}')
    elapsed = record["elapsed_ms"]
    assert isinstance(elapsed, float)
    assert elapsed >= 0
