"""The Telegram bot says the same things in both languages."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields

import pytest

from bot.messages import Language
from bot.messages.tg_catalogue import TgMessages, tg_messages_of

ZH, EN = tg_messages_of(Language.ZH), tg_messages_of(Language.EN)
NAMES = [field.name for field in fields(TgMessages)]


def placeholders(text: str) -> Iterator[str]:
    yield from sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_the_same_placeholders_in_both_languages(name: str) -> None:
    zh, en = getattr(ZH, name), getattr(EN, name)
    if isinstance(zh, Mapping):
        assert list(zh) == list(en)
        assert all(zh.values())
        assert all(en.values())
    else:
        assert zh.strip()
        assert en.strip()
        assert list(placeholders(zh)) == list(placeholders(en))


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_menus_texts_fit_the_limits_of_the_bot_api(words: TgMessages) -> None:
    menu = {**words.commands, **words.admin_commands}
    assert len(menu) == len(words.commands) + len(words.admin_commands) <= 100
    assert all(1 <= len(meaning) <= 256 for meaning in menu.values())
    assert len(words.description) <= 512
    assert len(words.short_description) <= 120


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_notices_after_a_press_fit_the_limit_of_the_bot_api(words: TgMessages) -> None:
    for name in NAMES:
        if name.startswith(("thanks_", "stale_")):
            assert len(getattr(words, name)) <= 200
