"""The commands that begin with a slash. Each takes where things stand and gives where they stand then."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.answer.model import Abstention, Conversation
from bot.messages import Language
from bot.rendering.articles import context_lines, outline_lines, title_lines
from bot.rendering.explanations import explanation_lines
from bot.rendering.markdown import conversation_markdown
from bot.rendering.pieces import EMPTY, Line, Piece, Tone
from bot.rendering.quotes import indented
from bot.rendering.replies import quotes_lines
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from bot.repl.state import Outcome, Room, State, quotes_of
from corpus.model import Article

_AT_ONCE = 2
"""How many passages ``/more`` shows."""

_SLASHES = ("/", "／")
_EVERYTHING = ("0", "all", "全部")


@dataclass(frozen=True, slots=True)
class Call:
    """A command as it was typed: what it applies to, and the words after its name."""

    room: Room
    state: State
    argument: str
    view: View

    def told(self, text: str, tone: Tone | None = None) -> Outcome:
        """Nothing changes but for one message."""
        return Outcome(self.state, tuple(self.message(text, tone)))

    def message(self, text: str, tone: Tone | None = None) -> list[Line]:
        """A message as lines."""
        return indented((Piece(text, () if tone is None else (tone,)),), self.view)


def is_command(text: str) -> bool:
    """Whether a line is a command; a full-width slash, as Chinese keyboards type it, does too."""
    return text.startswith(_SLASHES) and "\n" not in text


def run_command(room: Room, state: State, text: str, view: View) -> Outcome:
    """What a command leads to; an unknown one is told the nearest name."""
    name, _, argument = text[1:].strip().partition(" ")
    call = Call(room, state, argument.strip(), view)
    handler = COMMANDS.get(name.lower())
    if handler is not None:
        return handler(call)
    close = difflib.get_close_matches(name.lower(), COMMANDS, 1, cutoff=0.5)
    messages = state.messages
    hint = messages.did_you_mean.format(name=f"/{close[0]}") if close else messages.see_commands
    return call.told(messages.unknown_command.format(name=f"/{name}") + hint, Tone.ERROR)


def _more(call: Call) -> Outcome:
    messages, reply = call.state.messages, call.state.last
    if reply is None:
        return call.told(messages.nothing_asked)
    quotes = quotes_of(reply)[call.state.shown :]
    if not quotes:
        return call.told(messages.no_more)
    lines = quotes_lines(quotes[:_AT_ONCE], call.view, messages)
    if isinstance(reply, Abstention):
        lines = [*call.message(messages.nearest_only, Tone.WARNING), EMPTY, *lines]
    left = len(quotes) - _AT_ONCE
    if left > 0:
        lines += [EMPTY, *call.message(messages.more_by_command.format(count=left), Tone.FAINT)]
    return Outcome(replace(call.state, shown=call.state.shown + len(quotes[:_AT_ONCE])), tuple(lines))


def _context(call: Call) -> Outcome:
    messages, reply = call.state.messages, call.state.last
    if reply is None or call.state.shown == 0:
        return call.told(messages.nothing_quoted)
    if call.argument and not (call.argument.isdecimal() and 1 <= int(call.argument) <= 50):
        return call.told(messages.context_usage, Tone.ERROR)
    quote = quotes_of(reply)[call.state.shown - 1]
    article = call.room.searcher.article(quote.article)
    return Outcome(call.state, tuple(context_lines(article, quote, int(call.argument or 1), call.view, messages)))


def _why(call: Call) -> Outcome:
    if call.state.last is None:
        return call.told(call.state.messages.nothing_asked)
    return Outcome(call.state, tuple(explanation_lines(call.state.last, call.view, call.state.messages)))


def _articles(call: Call) -> Outcome:
    messages = call.state.messages
    rows = [
        [
            f"● {number}" if article.id == call.state.opened else str(number),
            article.title,
            messages.paragraph_count.format(count=len(article.paragraphs)),
            article.id,
        ]
        for number, article in enumerate(call.room.searcher.articles, start=1)
    ]
    tones = (Tone.FAINT, None, Tone.FAINT, Tone.LABEL)
    return Outcome(call.state, tuple(table_lines(rows, call.view, right=frozenset({0, 2}), elastic=1, tones=tones)))


def _open(call: Call) -> Outcome:
    messages, articles = call.state.messages, call.room.searcher.articles
    if call.argument in _EVERYTHING:
        after = replace(call.state, opened=None)
        return Outcome(after, tuple(call.message(messages.opened_all.format(count=len(articles)))))
    wanted = call.argument or call.state.opened or (articles[0].id if len(articles) == 1 else "")
    article = find_article(articles, wanted)
    if article is None:
        text = messages.no_such_article.format(name=wanted) if wanted else messages.open_usage
        return call.told(text, Tone.ERROR)
    lines = [
        *title_lines(article, call.view, messages),
        EMPTY,
        *outline_lines(article, call.view, messages),
        *([EMPTY, *call.message(messages.opened_one, Tone.FAINT)] if len(articles) > 1 else []),
    ]
    return Outcome(replace(call.state, opened=article.id if len(articles) > 1 else None), tuple(lines))


def find_article(articles: Sequence[Article], wanted: str) -> Article | None:
    """The article of that id, of that number in the list, or whose title alone has these words."""
    if wanted.isdecimal() and 1 <= int(wanted) <= len(articles):
        return articles[int(wanted) - 1]
    found = [article for article in articles if article.id == wanted]
    found = found or [article for article in articles if wanted and wanted in article.title]
    return found[0] if len(found) == 1 else None


def _lang(call: Call) -> Outcome:
    language = next((language for language in Language if language.value == call.argument.lower()), None)
    if language is None:
        return call.told(call.state.messages.lang_usage, Tone.ERROR)
    after = replace(call.state, language=language)
    return Outcome(after, tuple(call.message(after.messages.lang_changed)))


def _export(call: Call) -> Outcome:
    messages = call.state.messages
    if not call.state.conversation.turns:
        return call.told(messages.nothing_asked)
    now = datetime.now().astimezone()
    try:
        path = Path(call.argument or f"yuanhua-{now:%Y%m%d-%H%M%S}.md").expanduser()
        with path.open("x", encoding="utf-8") as file:
            file.write(conversation_markdown(call.state.conversation, messages, now))
    except FileExistsError:
        return call.told(messages.export_exists.format(path=call.argument), Tone.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return call.told(messages.export_failed.format(path=call.argument, reason=reason), Tone.ERROR)
    return call.told(messages.exported.format(path=path, count=len(call.state.conversation.turns)), Tone.GOOD)


def _new(call: Call) -> Outcome:
    after = replace(call.state, conversation=Conversation(), shown=0)
    return Outcome(after, tuple(call.message(after.messages.new_conversation)))


def _help(call: Call) -> Outcome:
    messages = call.state.messages
    rows = [
        (f"/{name} {messages.chat_arguments.get(name, '')}".strip(), messages.chat_commands[name]) for name in COMMANDS
    ]
    lines = [
        *call.message(messages.help_ask),
        EMPTY,
        *table_lines(rows, call.view, elastic=1, tones=(Tone.LABEL,)),
        EMPTY,
        *table_lines(messages.chat_keys, call.view, elastic=1, tones=(Tone.LABEL,)),
    ]
    return Outcome(call.state, tuple(lines))


def _quit(call: Call) -> Outcome:
    return Outcome(call.state, (), leaving=True)


COMMANDS: Mapping[str, Callable[[Call], Outcome]] = {
    "more": _more,
    "context": _context,
    "why": _why,
    "articles": _articles,
    "open": _open,
    "new": _new,
    "lang": _lang,
    "export": _export,
    "help": _help,
    "quit": _quit,
}
