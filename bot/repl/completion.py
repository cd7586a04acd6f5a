"""What Tab offers: commands, articles, languages, files, and the headings of sections within a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from bot.messages import Language, Messages
from bot.repl.commands import COMMANDS
from index.searcher import Searcher

_MANY = 5_000
"""In more paragraphs than this, headings are not gone through."""


class ChatCompleter(Completer):
    """Completes commands and their arguments after a slash, and section headings elsewhere."""

    def __init__(self, searcher: Searcher) -> None:
        self.messages: Messages | None = None
        self._paths = PathCompleter(expanduser=True)
        self.offer(searcher)

    def offer(self, searcher: Searcher) -> None:
        """Completes ids and headings of these articles from now on."""
        self._searcher = searcher
        self._headings = _headings(searcher) if len(searcher.paragraphs) <= _MANY else ()

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits the text before the cursor."""
        text = document.text_before_cursor
        if not text.startswith(("/", "／")):
            return self._heading_completions(text)
        name, space, argument = text[1:].partition(" ")
        if not space:
            return self._command_completions(name)
        if name == "export":
            inner = Document(argument, len(argument))
            return self._paths.get_completions(inner, complete_event)
        return _starting(argument, self._arguments(name))

    def _command_completions(self, typed: str) -> Iterator[Completion]:
        descriptions = self.messages.chat_commands if self.messages else {}
        for name in COMMANDS:
            if name.startswith(typed.lower()):
                yield Completion(name, -len(typed), display=f"/{name}", display_meta=descriptions.get(name, ""))

    def _arguments(self, command: str) -> Iterator[tuple[str, str]]:
        if command == "open":
            yield from self._searcher.titles()
        elif command == "lang":
            yield from ((language.value, "") for language in Language)

    def _heading_completions(self, text: str) -> Iterator[Completion]:
        """Headings that go on where the text ends."""
        for heading in self._headings:
            overlap = next((size for size in range(len(heading), 0, -1) if text.endswith(heading[:size])), 0)
            if overlap < len(heading) and (overlap or not text):
                yield Completion(heading, -overlap)


def _headings(searcher: Searcher) -> tuple[str, ...]:
    sections = (paragraph.section for article in searcher.articles for paragraph in article.paragraphs)
    return tuple(dict.fromkeys(filter(None, sections)))


def _starting(typed: str, choices: Iterable[tuple[str, str]]) -> Iterator[Completion]:
    for value, meaning in choices:
        if value.startswith(typed):
            yield Completion(value, -len(typed), display_meta=meaning)
