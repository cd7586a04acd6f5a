"""What the Telegram bot says beyond what every front-end says: one field a message, as in the other catalogue.

Placeholders are ``str.format``'s; both languages have the same in each message. None has markup: the renderer marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.messages.catalogue import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TgMessages:
    """Everything the bot says in one language."""

    # The menu and the page a user sees before the first message.
    commands: Mapping[str, str]
    admin_commands: Mapping[str, str]
    description: str
    short_description: str

    # Beginning and help.
    start: str
    start_one: str
    start_many: str
    start_group: str
    try_these: str
    try_these_in_group: str
    help_ask: str
    help_buttons: str
    help_groups: str
    help_inline: str
    help_commands: str
    help_languages: str

    # Replies.
    passage_of: str
    passage_only: str
    more_passages: str
    nearest: str
    can_answer: str
    offered: str
    wide_context: str
    source_place: str
    source_verbatim: str
    source_byline: str
    page_of: str

    # Buttons.
    button_next: str
    button_previous: str
    button_context: str
    button_wider: str
    button_source: str
    button_back: str
    button_close: str
    button_nearest: str
    button_all: str
    button_page_next: str
    button_page_previous: str
    button_good: str
    button_bad: str
    button_chosen: str

    # Answers to buttons.
    thanks_good: str
    thanks_bad: str
    thanks_withdrawn: str
    stale_answer: str
    stale_article: str
    stale_message: str
    stale_offer: str
    stale_button: str

    # Articles.
    articles_title: str
    articles_row: str
    articles_in_use: str
    articles_pick: str
    used_one: str
    used_all: str
    use_usage: str
    no_such_article: str
    article_gone: str

    # The conversation.
    ask_usage: str
    new: str
    nothing_asked: str
    no_more: str
    lang_pick: str
    lang_changed: str
    lang_usage: str
    privacy: str
    forgotten: str
    only_text: str
    unknown_command: str
    did_you_mean: str
    see_help: str
    not_admitted: str
    too_fast: str
    group_welcome: str

    # Inline mode.
    inline_ask: str
    inline_none: str
    inline_empty: str

    # For admins.
    stats: str
    stats_rated: str
    feedback_none: str
    feedback_title: str
    feedback_row: str
    feedback_silence: str
    reloaded: str
    reload_failed: str
    health: str


@cache
def tg_messages_of(language: Language) -> TgMessages:
    """The bot's messages in a language; the other is not loaded."""
    match language:
        case Language.ZH:
            from bot.messages.chinese_tg import CHINESE

            return CHINESE
        case Language.EN:
            from bot.messages.english_tg import ENGLISH

            return ENGLISH
