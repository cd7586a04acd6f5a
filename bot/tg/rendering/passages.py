"""Passages in a message: quoted, the answering sentence bold, the question's words underlined, their place below."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.model import Quote
from bot.messages import Messages
from bot.messages.tg_catalogue import TgMessages
from bot.rendering.marks import passage
from bot.rendering.pieces import Line, Tone, harmless
from bot.rendering.quotes import source_of
from bot.tg.rendering.markup import Block, Mark, Part, Text, lines, said
from corpus.model import Article, Field, Paragraph

_LONG = 240
"""Characters from which on a passage is folded: a dozen lines on a telephone."""
_SEEN_FOLDED = 45
"""How much of a folded passage is sure to be seen, in characters: three lines, less what wide letters take."""

_MARKS = {Tone.KEY: Mark.BOLD, Tone.MATCH: Mark.UNDERLINED, Tone.ANSWER: Mark.UNDERLINED}


def quoted(quote: Quote) -> Text:
    """The passage. Where it is long, it is folded; a key sentence the fold would hide stands before it as well."""
    marked = passage(quote, marked=False)
    if len(quote.text) < _LONG:
        return _block(marked, Block.QUOTED)
    folded = _block(marked, Block.FOLDED)
    if quote.key.end <= _SEEN_FOLDED:
        return folded
    return lines(key_sentence(quote), folded)


def key_sentence(quote: Quote) -> Text:
    """The sentence that answers, quoted by itself."""
    return (Part(harmless(quote.key.of(quote.text)), (Mark.BOLD,), Block.QUOTED),)


def place_of(quote: Quote, messages: Messages) -> Text:
    """``title › section › ¶12``."""
    return (said(source_of(quote, messages), Mark.ITALIC),)


def context(article: Article, quote: Quote, around: int, messages: Messages, words: TgMessages) -> Text:
    """The passage between the paragraphs before and after it, each with its number."""
    texts: list[Text] = [(said(words.wide_context.format(count=around)),)]
    if quote.paragraph == 0:  # a byline stands in no paragraph; the article's beginning follows it
        texts.append(_block(passage(quote, marked=False), Block.QUOTED))
    for paragraph in _around(article, quote.paragraph, around):
        texts.append((said(f"¶{paragraph.number}", Mark.ITALIC),))
        if paragraph.number == quote.paragraph:
            texts.append(_block(passage(quote, marked=False), Block.QUOTED))
        else:
            texts.append((Part(harmless(paragraph.text), (), Block.QUOTED),))
    return lines(*texts, place_of(quote, messages))


def has_wider_context(article: Article, quote: Quote, around: int) -> bool:
    """Whether there are paragraphs beyond those ``around`` the passage."""
    last = article.paragraphs[-1].number if article.paragraphs else 0
    return quote.paragraph - around > 1 or quote.paragraph + around < last


def source(article: Article, quote: Quote, messages: Messages, words: TgMessages) -> Text:
    """Where the passage stands, to look it up, and what the page says about its article."""
    line = article.raw.count("\n", 0, quote.span.start) + 1
    place = words.source_place.format(
        first=quote.span.start + 1,
        last=quote.span.end,
        line=line,
        place=f"¶{quote.paragraph}" if quote.paragraph else messages.metadata_place,
        paragraphs=len(article.paragraphs),
    )
    return lines(
        (said(_one_line(article.title), Mark.BOLD),),
        *_byline(article, messages, words),
        _with_section(quote),
        (said(place),),
        key_sentence(quote),
        (said(words.source_verbatim),),
    )


def _block(pieces: Line, block: Block) -> Text:
    return tuple(Part(piece.text, tuple(_MARKS[tone] for tone in piece.tones), block) for piece in pieces)


def _around(article: Article, number: int, around: int) -> Iterator[Paragraph]:
    return (found for found in article.paragraphs if abs(found.number - number) <= around)


def _byline(article: Article, messages: Messages, words: TgMessages) -> Iterator[Text]:
    for entry in article.metadata:
        if entry.field is not Field.TITLE:
            said_of = words.source_byline.format(field=messages.fields[entry.field.value], value=_one_line(entry.value))
            yield (said(said_of),)


def _with_section(quote: Quote) -> Text:
    return (said(f"§ {_one_line(quote.section)}"),) if quote.section else ()


def _one_line(text: str) -> str:
    return " ".join(text.split())
