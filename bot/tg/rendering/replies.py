"""A Reply in one message: one of its views, with the buttons that lead to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answer.model import Abstention, Answer, Quote, Reason, Reply
from bot.messages import Messages
from bot.messages.tg_catalogue import TgMessages
from bot.rendering.replies import confidence_words
from bot.tg.rendering.buttons import AskOffered, Button, Keyboard, Kind, Rate, Show, Verdict, View
from bot.tg.rendering.markup import LONGEST_TEXT, Mark, Text, lines, said
from bot.tg.rendering.passages import context, has_wider_context, place_of, quoted, source
from bot.tg.rendering.splitting import split
from bot.tg.storage.offers import Offer
from corpus.model import Article

WIDEST_CONTEXT = 5
"""How many paragraphs before and after a passage are shown at most."""

_NOT_IN_ARTICLE = frozenset({Reason.NO_MATCH, Reason.UNKNOWN_TERMS, Reason.NOT_ANSWERED})
_LONGEST_ASKED = 200
_ROOM_FOR_PAGE = 16  # what "(12/34)" and the line end before it take


@dataclass(frozen=True, slots=True)
class Shown:
    """A message: its text, which may be too long, and its buttons."""

    text: Text
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of a language: those that all front-ends share, and the bot's own."""

    messages: Messages
    words: TgMessages


@dataclass(frozen=True, slots=True)
class Showing:
    """What a reply's message is made from.

    Attributes:
        id: the answer's, for its buttons.
        reply: the Reply.
        offers: the questions offered with an Abstention.
        asked: the question, where it stands in no message of its own.
        verdict: the rating to mark as chosen.
    """

    id: str
    reply: Reply
    offers: Sequence[Offer] = ()
    asked: str | None = None
    verdict: Verdict | None = None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations of an Answer, or the passages nearest to a question without one."""
        return self.reply.quotes if isinstance(self.reply, Answer) else self.reply.nearest


def first_view(reply: Reply) -> View:
    """What is shown of a Reply at first: the best quotation, or that there is none."""
    return View(Kind.PASSAGE) if isinstance(reply, Answer) else View(Kind.HOME)


def shown_view(showing: Showing, view: View, article: Article | None, speech: Speech) -> Shown | None:
    """A view of a Reply; None where it has no such view.

    Args:
        showing: the Reply, and what belongs to it.
        view: what to show of it; ``page`` does not matter here.
        article: the article of the quotation that is shown, which the context and the source are taken from.
        speech: the language.
    """
    if view.kind is Kind.HOME and isinstance(showing.reply, Abstention):
        return _silence(showing, showing.reply, view, speech)
    if not 0 <= view.place < len(showing.quotes):
        return None
    if view.kind is Kind.CONTEXT and article is not None:
        return _context(showing, view, article, speech)
    if view.kind is Kind.SOURCE and article is not None:
        return _source(showing, view, article, speech)
    return _passage(showing, replace(view, kind=Kind.PASSAGE), speech)


def paged(shown: Shown, answer: str, view: View, speech: Speech) -> Shown:
    """The page of a message that its view names, with buttons to the others where there are any."""
    pages = split(shown.text, LONGEST_TEXT - _ROOM_FOR_PAGE)
    if len(pages) < 2:
        return shown
    page = min(view.page, len(pages) - 1)
    number = speech.words.page_of.format(number=page + 1, count=len(pages))
    turning = [
        Button(label, Show(answer, replace(view, page=to)))
        for label, to in ((speech.words.button_page_previous, page - 1), (speech.words.button_page_next, page + 1))
        if 0 <= to < len(pages)
    ]
    return Shown((*pages[page], *said_below(number)), (tuple(turning), *shown.keyboard))


def said_below(text: str) -> Text:
    """A line under what was said before."""
    return (said("\n" + text, Mark.ITALIC),)


def _silence(showing: Showing, abstention: Abstention, view: View, speech: Speech) -> Shown:
    told = said(speech.messages.reasons[abstention.reason.value])
    offered = (said(speech.words.can_answer),) if showing.offers else ()
    rows: list[tuple[Button, ...]] = [(Button(offer.question, AskOffered(offer.id)),) for offer in showing.offers]
    if abstention.nearest:
        rows.append((Button(speech.words.button_nearest, Show(showing.id, View(Kind.PASSAGE))),))
    if abstention.reason in _NOT_IN_ARTICLE:
        rows.append(_rating(showing, view, speech))
    return Shown(lines(_asked(showing, speech), (told,), offered), tuple(rows))


def _passage(showing: Showing, view: View, speech: Speech) -> Shown:
    quote = showing.quotes[view.place]
    heading = (said(speech.words.nearest),) if isinstance(showing.reply, Abstention) else ()
    text = lines(
        _asked(showing, speech),
        heading,
        quoted(quote),
        place_of(quote, speech.messages),
        (said(_status(showing, view.place, speech)),),
    )
    rows = [tuple(_between(showing, view, speech)), tuple(_around(showing, view, speech))]
    if len(rows[0]) + len(rows[1]) <= 3:
        rows = [(*rows[0], *rows[1])]
    if isinstance(showing.reply, Abstention):
        rows.append((Button(speech.words.button_close, Show(showing.id, View(Kind.HOME))),))
    rows.append(_rating(showing, view, speech))
    return Shown(text, tuple(rows))


def _context(showing: Showing, view: View, article: Article, speech: Speech) -> Shown:
    quote = showing.quotes[view.place]
    around = max(1, min(view.around, WIDEST_CONTEXT))
    buttons = [_back(showing, view, speech)]
    if around < WIDEST_CONTEXT and has_wider_context(article, quote, around):
        wider = Show(showing.id, View(Kind.CONTEXT, view.place, around=around + 1))
        buttons.append(Button(speech.words.button_wider, wider))
    return Shown(context(article, quote, around, speech.messages, speech.words), (tuple(buttons),))


def _source(showing: Showing, view: View, article: Article, speech: Speech) -> Shown:
    quote = showing.quotes[view.place]
    return Shown(source(article, quote, speech.messages, speech.words), ((_back(showing, view, speech),),))


def _asked(showing: Showing, speech: Speech) -> Text:
    if showing.asked is None:
        return ()
    question = showing.asked if len(showing.asked) <= _LONGEST_ASKED else showing.asked[: _LONGEST_ASKED - 1] + "…"
    return (said(speech.words.offered.format(question=question), Mark.BOLD),)


def _status(showing: Showing, place: int, speech: Speech) -> str:
    """How sure the answer is, and what else there is; for other passages, which of them this is."""
    count = len(showing.quotes)
    if place > 0 or isinstance(showing.reply, Abstention):
        if count == 1:
            return speech.words.passage_only
        return speech.words.passage_of.format(number=place + 1, count=count)
    words = confidence_words(showing.reply.confidence, speech.messages)
    return words if count == 1 else f"{words} · {speech.words.more_passages.format(count=count - 1)}"


def _between(showing: Showing, view: View, speech: Speech) -> Iterator[Button]:
    if view.place > 0:
        yield Button(speech.words.button_previous, Show(showing.id, View(Kind.PASSAGE, view.place - 1)))
    if view.place + 1 < len(showing.quotes):
        yield Button(speech.words.button_next, Show(showing.id, View(Kind.PASSAGE, view.place + 1)))


def _around(showing: Showing, view: View, speech: Speech) -> Iterator[Button]:
    yield Button(speech.words.button_context, Show(showing.id, View(Kind.CONTEXT, view.place)))
    yield Button(speech.words.button_source, Show(showing.id, View(Kind.SOURCE, view.place)))


def _back(showing: Showing, view: View, speech: Speech) -> Button:
    return Button(speech.words.button_back, Show(showing.id, View(Kind.PASSAGE, view.place)))


def _rating(showing: Showing, view: View, speech: Speech) -> tuple[Button, ...]:
    labels = ((Verdict.GOOD, speech.words.button_good), (Verdict.BAD, speech.words.button_bad))
    return tuple(
        Button(
            speech.words.button_chosen.format(label=label) if verdict is showing.verdict else label,
            Rate(showing.id, verdict, view),
        )
        for verdict, label in labels
    )
