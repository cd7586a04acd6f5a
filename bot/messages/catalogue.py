"""What there is to say: one field a message, so that a language that lacks one does not type-check.

Placeholders are ``str.format``'s; both languages have the same in each message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Language(StrEnum):
    """The languages the front-ends speak."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command's help: one line for lists, what it does (a paragraph a line), and examples to copy."""

    summary: str
    text: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Everything said in one language."""

    # Replies.
    reasons: Mapping[str, str]
    unusable: Mapping[str, str]
    sure: str
    fairly_sure: str
    unsure: str
    confidence: str
    more_by_option: str
    more_by_command: str
    metadata_place: str

    # Explanations.
    why_query: str
    why_rewritten: str
    why_header: tuple[str, str, str, str]
    why_nowhere: str
    why_more_terms: str
    why_confidence: str
    why_quotes_header: tuple[str, str, str]
    why_nearest_header: tuple[str, str, str]
    granularities: Mapping[str, str]
    signals: Mapping[str, str]

    # Articles.
    fields: Mapping[str, str]
    size: str
    article_size: str
    paragraph_count: str
    no_section: str
    nothing_dropped: str
    line_number: str

    # The library.
    added: str
    replaced: str
    already_there: str
    removed: str
    lines_dropped: str
    list_separator: str
    list_header: tuple[str, str, str, str, str]
    library_empty: str
    shipped_mark: str

    # The index.
    preparing: str
    indexing: str
    indexed: str

    # Evaluations: words by name, the data's flaws and some figures by their own.
    evaluation: Mapping[str, str]

    # The command line.
    error: str
    note: str
    unexpected: str
    see_help: str
    did_you_mean: str
    no_such_option: str
    no_such_command: str
    missing_argument: str
    bad_value: str
    bad_choice: str
    bad_option_usage: str
    bad_argument_usage: str
    bad_setting: str
    question_and_batch: str
    no_question: str
    not_utf8: str
    bad_lines: str
    one_file_only: str
    one_view_only: str
    not_installed: str
    which_shell: str
    completion_installed: str
    completion_zsh: str

    # Help.
    usage: str
    help_commands: str
    help_options: str
    help_common_options: str
    help_examples: str
    commands: Mapping[str, CommandHelp]
    options: Mapping[str, str]

    # The conversation in the terminal.
    name: str
    motto: str
    banner_many: str
    banner_try: str
    banner_hint: str
    example_section: str
    example_fields: Mapping[str, str]
    goodbye: str
    nothing_asked: str
    nothing_quoted: str
    no_more: str
    nearest_only: str
    context_usage: str
    open_usage: str
    opened_one: str
    opened_all: str
    no_such_article: str
    lang_usage: str
    lang_changed: str
    exported: str
    export_exists: str
    export_failed: str
    export_title: str
    new_conversation: str
    unknown_command: str
    see_commands: str
    help_ask: str
    chat_commands: Mapping[str, str]
    chat_arguments: Mapping[str, str]
    chat_keys: tuple[tuple[str, str], ...]


@cache
def messages_of(language: Language) -> Messages:
    """The messages in a language; the other is not loaded."""
    match language:
        case Language.ZH:
            from bot.messages.chinese import CHINESE

            return CHINESE
        case Language.EN:
            from bot.messages.english import ENGLISH

            return ENGLISH
