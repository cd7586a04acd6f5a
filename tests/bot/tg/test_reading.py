from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.tg.reading import Unreadable, is_bare, kind_of, lane_in, lane_of, read_update
from tests.bot.tg.making import message, raw_message

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
FIELDS = st.sampled_from(
    ["message", "callback_query", "inline_query", "poll", "edited_message", "from", "chat", "date"]
)


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"message_id": 1}},
        {"message": {"message_id": 1, "date": "soon", "chat": {"id": 1, "type": "private"}}},
        {"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": "one", "type": "private"}}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 2**70, "type": "private"}}},
        {"message": 5},
        {"message": []},
        {"callback_query": {"id": "1"}},
    ],
)
def test_what_the_library_cannot_read_is_kept_as_it_came(content: dict[str, Any]) -> None:
    raw = {"update_id": 5, **content}
    read = read_update(raw, None)
    assert isinstance(read, Unreadable)
    assert read.update_id == 5
    assert json.loads(read.payload) == raw
    assert "\n" not in read.reason


@pytest.mark.parametrize("raw", [{}, {"update_id": "5"}, {"update_id": True}, {"update_id": -1}, [], 5, None, "update"])
def test_what_has_no_id_is_unreadable(raw: object) -> None:
    read = read_update(raw, None)
    assert isinstance(read, Unreadable)
    assert read.update_id is None


@given(st.dictionaries(FIELDS | st.text(), JSON, max_size=5) | JSON)
def test_whatever_a_server_sends_is_an_update_or_unreadable(raw: object) -> None:
    if isinstance(raw, dict):
        raw["update_id"] = 5
    read = read_update(raw, None)
    if isinstance(read, Update):
        assert isinstance(lane_of(read), int)
        assert Update.de_json(json.loads(read.to_json()), None) == read
    else:
        assert lane_in(read.payload) is None or isinstance(lane_in(read.payload), int)


def test_deep_nesting_is_unreadable_and_no_crash() -> None:
    deep: Any = 0
    for _ in range(50_000):
        deep = [deep]
    assert isinstance(read_update({"update_id": 5, "message": deep}, None), Unreadable)


def test_what_nobody_knows_yet_is_readable() -> None:
    read = read_update({"update_id": 5, "of_the_future": {"a": 1}}, None)
    assert isinstance(read, Update)
    assert not is_bare(read)
    assert (kind_of(read), lane_of(read)) == ("other", 0)


def test_an_update_with_nothing_but_its_id_is_bare() -> None:
    assert is_bare(Update(5))
    assert not is_bare(message(5))


def test_a_chat_s_messages_stand_in_one_line_and_so_do_a_user_s_inline_queries() -> None:
    query = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "A"}, "query": "?", "offset": ""}
    inline = read_update({"update_id": 6, "inline_query": query}, None)
    assert isinstance(inline, Update)
    assert lane_of(message(5, chat=7)) == lane_of(inline) == 7
    assert lane_of(message(5, chat=-100, user=7)) == -100
    assert kind_of(inline) == "inline_query"


def test_the_chat_of_an_unreadable_update_is_found_where_it_is_named() -> None:
    assert lane_in(json.dumps(raw_message(5, chat=7))) == 7
    assert lane_in('{"update_id": 5, "inline_query": {"from": {"id": 9}}}') == 9
    assert lane_in('{"update_id": 5, "callback_query": {"message": {"chat": {"id": -8}}}}') == -8
    assert lane_in('{"update_id": 5}') is None
