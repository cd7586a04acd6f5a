"""What the bot says of itself: the beginning, the help, what it keeps; and what admins are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.tg_catalogue import TgMessages
from bot.tg.rendering.articles import title_of
from bot.tg.rendering.buttons import AskOffered, Button, Keyboard, Speak
from bot.tg.rendering.markup import Mark, Text, lines, said
from bot.tg.rendering.replies import Shown
from bot.tg.storage.offers import Offer
from corpus.model import Article

_LANGUAGES = (("zh", "中文"), ("en", "English"))


def told(text: str) -> Shown:
    """A message of the bot's own, without buttons."""
    return Shown((said(text),))


def beginning(articles: Sequence[Article], offers: Sequence[Offer], group_name: str | None, words: TgMessages) -> Shown:
    """What the bot is, what can be asked about, and questions to tap.

    Args:
        articles: what can be asked about.
        offers: questions that are answered.
        group_name: the bot's user name where it speaks to a group, else None.
        words: the language.
    """
    group = () if group_name is None else (said(words.start_group.format(username=group_name)),)
    trying = (said(words.try_these if group_name is None else words.try_these_in_group),) if offers else ()
    text = lines((said(words.start),), (said(_about(articles, words)),), group, trying)
    return Shown(text, offered(offers))


def offered(offers: Sequence[Offer]) -> Keyboard:
    """A row for each question."""
    return tuple((Button(offer.question, AskOffered(offer.id)),) for offer in offers)


def help_text(username: str, words: TgMessages, *, admin: bool) -> Shown:
    """How to ask, and the commands."""
    commands = {**words.commands, **(words.admin_commands if admin else {})}
    rows = [(said(f"/{name}"), said(f"  {meaning}")) for name, meaning in commands.items()]
    text = lines(
        (said(words.help_ask),),
        (said(words.help_buttons),),
        (said(words.help_groups.format(username=username)),),
        (said(words.help_inline.format(username=username)),),
        (said(words.help_commands, Mark.BOLD),),
        *rows,
        (said(words.help_languages),),
    )
    return Shown(text)


def language_choice(words: TgMessages) -> Shown:
    """Both languages to pick from, each in its own words."""
    return Shown((said(words.lang_pick),), (tuple(Button(label, Speak(code)) for code, label in _LANGUAGES),))


def bad_feedback(rows: Sequence[tuple[str, str, Text]], words: TgMessages) -> Shown:
    """The questions last rated bad: when, what was asked, what was answered."""
    if not rows:
        return told(words.feedback_none)
    texts: list[Text] = [(said(words.feedback_title.format(count=len(rows)), Mark.BOLD),)]
    for when, question, answer in rows:
        texts += [(said(words.feedback_row.format(when=when, question=question)),), answer]
    return Shown(lines(*texts))


def _about(articles: Sequence[Article], words: TgMessages) -> str:
    paragraphs = sum(len(article.paragraphs) for article in articles)
    if len(articles) == 1:
        return words.start_one.format(title=title_of(articles[0]), paragraphs=paragraphs)
    return words.start_many.format(articles=len(articles), paragraphs=paragraphs)
