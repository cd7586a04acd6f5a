"""Values for the front-ends' tests: quotations named by their words, replies, an answerer that was told what to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.answer.model import Abstention, Answer, Explanation, Question, Quote, Reason, Reply, TermMatch
from corpus.model import Span

WHY = Explanation(
    "咖啡 价格", False, (TermMatch("咖啡", "word", 1.0, 2), TermMatch("价格", "word", 1.0, 0)), (("cover", 0.5),)
)


def span_of(part: str, text: str) -> Span:
    """Where a part first stands in a text."""
    start = text.index(part)
    return Span(start, start + len(part))


def make_quote(
    text: str,
    key: str,
    marked: Sequence[str] = (),
    answer: str | None = None,
    *,
    title: str = "咖啡馆",
    section: str | None = "价格",
    paragraph: int = 3,
    start: int = 0,
    article: str = "cafe",
) -> Quote:
    """A Quote whose ranges are given by the words that stand there."""
    return Quote(
        article=article,
        title=title,
        section=section,
        paragraph=paragraph,
        text=text,
        span=Span(start, start + len(text)),
        key=span_of(key, text),
        highlights=tuple(sorted(span_of(part, text) for part in marked)),
        answer=None if answer is None else span_of(answer, text),
        score=12.5,
    )


def make_answer(*quotes: Quote, confidence: float = 0.9) -> Answer:
    """An Answer."""
    return Answer(quotes, confidence, WHY)


def make_abstention(reason: Reason = Reason.NOT_ANSWERED, *nearest: Quote) -> Abstention:
    """An Abstention."""
    return Abstention(reason, 0.2, nearest, WHY)


@dataclass
class Scripted:
    """Answers what it was told to; anything else is nowhere in the article. Remembers what it was asked."""

    replies: Mapping[str, Reply]
    asked: list[Question] = field(default_factory=list)

    def reply(self, question: Question) -> Reply:
        """The Reply for exactly this text."""
        self.asked.append(question)
        return self.replies.get(question.text, make_abstention(Reason.NO_MATCH))
