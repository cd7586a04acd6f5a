"""The values of an answer: Question, Quote, Reply, Conversation.

A Quote is text plus ranges; markup comes last, in the front-ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim passage with its place in the source.

    Attributes:
        article: the id of the Article.
        title: the article's title.
        section: the heading it stands under, or None.
        paragraph: its number within the article, from 1; 0 for a line of the page's metadata (a byline).
        text: the passage, unchanged.
        span: its range in the raw source; ``span.of(raw) == text``.
        key: the sentence that answers, as a range within ``text``; with the one beside it (of a list, up to four) where
            one alone would not.
        highlights: what to mark, as ranges within ``text``: sorted, disjoint, not touching.
        answer: the shortest answering phrase within ``text``, or None.
        score: how well it matched; comparable within one Reply only.
    """

    article: str
    title: str
    section: str | None
    paragraph: int
    text: str
    span: Span
    key: Span
    highlights: tuple[Span, ...]
    answer: Span | None
    score: float


class Reason(StrEnum):
    """Why a question was not answered."""

    EMPTY_QUESTION = "empty_question"
    """Nothing was asked: white space or punctuation only."""
    TOO_LONG = "question_too_long"
    """The question is longer than a question may be."""
    NO_MATCH = "no_match"
    """No term of the question occurs in the corpus."""
    UNKNOWN_TERMS = "unknown_terms"
    """What the question is about is never mentioned."""
    NOT_ANSWERED = "not_answered"
    """The subject occurs, but no sentence answers."""
    SMALL_TALK = "small_talk"
    """A greeting, thanks, or a question about the bot itself."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One query term in an Explanation: its weight in the query and in how many paragraphs it occurs."""

    term: str
    granularity: str
    weight: float
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``/why`` shows: how a Reply came about.

    Attributes:
        query: the text that was searched: the question, or its rewriting from the conversation.
        rewritten: whether ``query`` differs from what was asked.
        terms: the terms searched for, heaviest first.
        signals: the named figures behind the confidence, in the order they should be shown.
    """

    query: str
    rewritten: bool
    terms: tuple[TermMatch, ...]
    signals: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer, best first (one at least), and the confidence in 0…1 that the first key sentence does."""

    quotes: tuple[Quote, ...]
    confidence: float
    why: Explanation


@dataclass(frozen=True, slots=True)
class Abstention:
    """The reason for not answering, with the nearest passages for who asks for them."""

    reason: Reason
    confidence: float
    nearest: tuple[Quote, ...]
    why: Explanation


Reply: TypeAlias = Answer | Abstention


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was asked, and its Reply."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Conversation:
    """One chat's Turns, oldest first."""

    turns: tuple[Turn, ...] = ()

    def then(self, turn: Turn) -> Conversation:
        """This conversation with one more Turn."""
        return Conversation((*self.turns, turn))


@dataclass(frozen=True, slots=True)
class Question:
    """The user's words, with the Conversation they were said in.

    ``article`` narrows the search to one Article's paragraphs, where the user has opened one.
    """

    text: str
    conversation: Conversation = field(default_factory=Conversation)
    article: str | None = None
