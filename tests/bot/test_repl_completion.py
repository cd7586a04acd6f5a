"""What Tab offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.messages import Language, messages_of
from bot.repl.commands import COMMANDS
from bot.repl.completion import ChatCompleter
from corpus.model import Article, Paragraph, Span, paragraph_id
from index.building import build


def article(id: str, title: str, *sections: str) -> Article:
    paragraphs = tuple(
        Paragraph(paragraph_id(id, number), id, number, section, Span(0, 2), "正文", (Span(0, 2),))
        for number, section in enumerate(sections, start=1)
    )
    return Article(id, title, "正文", paragraphs)


COMPLETER = ChatCompleter(
    build((article("cafe", "咖啡馆", "菜单与价格", "营业时间"), article("tea", "茶馆", "菜单与价格")))
)


def offered(text: str) -> list[str]:
    """Each completion, as the line that it would lead to."""
    document = Document(text, len(text))
    return [
        text[: len(text) + completion.start_position] + completion.text
        for completion in COMPLETER.get_completions(document, CompleteEvent())
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/mo", ["/more"]),
        ("／mo", ["／more"]),
        ("/MO", ["/more"]),
        ("/zz", []),
        ("/open ", ["/open cafe", "/open tea"]),
        ("/open t", ["/open tea"]),
        ("/lang ", ["/lang zh", "/lang en"]),
        ("/more ", []),
        ("说说菜", ["说说菜单与价格"]),
        ("菜单与", ["菜单与价格"]),
        ("菜单与价格", []),
        ("", ["菜单与价格", "营业时间"]),
        ("拿铁", []),
    ],
)
def test_tab_offers(typed: str, expected: list[str]) -> None:
    assert offered(typed) == expected


def test_after_a_slash_every_command_is_offered_with_what_it_does() -> None:
    COMPLETER.messages = messages_of(Language.ZH)
    completions = list(COMPLETER.get_completions(Document("/", 1), CompleteEvent()))
    assert [completion.text for completion in completions] == list(COMMANDS)
    assert all(completion.display_meta_text for completion in completions)


def test_export_completes_files(tmp_path: Path) -> None:
    (tmp_path / "对话.md").touch()
    assert offered(f"/export {tmp_path}/对") == [f"/export {tmp_path}/对话.md"]
