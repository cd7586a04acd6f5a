"""The articles that can be asked about, a page at a time, with a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from bot.messages.tg_catalogue import TgMessages
from bot.tg.rendering.buttons import Button, ListArticles, UseArticle
from bot.tg.rendering.markup import Mark, Text, lines, said
from bot.tg.rendering.replies import Shown
from corpus.model import Article

_PAGE = 8
_ROW = 4
_LONGEST_TITLE = 200
"""Characters of a title that are shown, so that a page fits a message."""


def article_key(article: Article) -> str:
    """A short name for an article that stays the same when others come and go; buttons carry it."""
    return blake2b(article.id.encode(), digest_size=6).hexdigest()


def shown_articles(articles: Sequence[Article], page: int, used: str | None, words: TgMessages) -> Shown:
    """A page of the list, from 0; the last where there is none of that number.

    Args:
        articles: all of them, in order.
        page: which page.
        used: the id of the article questions are narrowed to.
        words: the language.
    """
    pages = max(1, -(-len(articles) // _PAGE))
    page = min(page, pages - 1)
    numbered = list(enumerate(articles, start=1))[page * _PAGE : (page + 1) * _PAGE]
    title = words.articles_title.format(count=len(articles))
    if pages > 1:
        title += " " + words.page_of.format(number=page + 1, count=pages)
    rows = [_row(number, article, used, words) for number, article in numbered]
    if len(articles) < 2:
        return Shown(lines((said(title, Mark.BOLD),), *rows))
    picks = [Button(str(number), UseArticle(article_key(article), page)) for number, article in numbered]
    keyboard = [tuple(picks[start : start + _ROW]) for start in range(0, len(picks), _ROW)]
    if turning := _turning(page, pages, words):
        keyboard.append(turning)
    if used is not None:
        keyboard.append((Button(words.button_all, UseArticle("", page)),))
    return Shown(lines((said(title, Mark.BOLD),), *rows, (said(words.articles_pick),)), tuple(keyboard))


def title_of(article: Article) -> str:
    """The title on one line."""
    title = " ".join(article.title.split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def _row(number: int, article: Article, used: str | None, words: TgMessages) -> Text:
    row = words.articles_row.format(number=number, title=title_of(article), paragraphs=len(article.paragraphs))
    if article.id == used:
        return (said(words.articles_in_use.format(row=row), Mark.BOLD),)
    return (said(row),)


def _turning(page: int, pages: int, words: TgMessages) -> tuple[Button, ...]:
    labels = ((words.button_page_previous, page - 1), (words.button_page_next, page + 1))
    return tuple(Button(label, ListArticles(to)) for label, to in labels if 0 <= to < pages)
