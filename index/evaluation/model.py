"""The values of an evaluation: what is asked, what is known to be right, what systems gave, how it was judged.

    DataSet     passages, Topics, Qrels                 from the authors' files
    Response    a Run, and Replied for each Topic       from one System
    Evaluation  an Outcome for each Topic               what the measures say of a Response

Everything a table, a report or a comparison shows follows from Evaluations, in memory or read back from files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from corpus.model import Article, Span
from index.model import Ranking

Qrels: TypeAlias = Mapping[str, Mapping[str, int]]
"""Relevance judgments: topic id → passage id → grade. What is not listed is not relevant."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, and how much of how much is done."""

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""What JSON can hold."""


class Format(StrEnum):
    """The layouts data sets come in."""

    SQUAD = "squad"
    BEIR = "beir"
    QUESTIONS = "questions"
    TREC = "trec"


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A text that answers, and its range in the gold passage; None where the data gives no range that holds it."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of a data set, and what is known about its answer.

    Attributes:
        id: unique in the data set, without white space.
        text: the question.
        answers: the texts any of which answers, as the data gives them, each once; none where only passages are known.
        answerable: whether the passages hold an answer; if not, silence is right.
        kind: what sort of question it is, where the data says so, else "".
        after: what was said before in the same conversation, oldest first.
    """

    id: str
    text: str
    answers: tuple[AnswerText, ...] = ()
    answerable: bool = True
    kind: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in the data that was mended or passed over: its sort, where it is, what was done."""

    kind: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """Topics over passages.

    Attributes:
        name: what tables call it, made from the file's name.
        format: the layout it was read from.
        source: where it was read from, as it was given.
        digest: SHA-256 of the files' bytes.
        articles: the passages as Articles; empty where only judgments are known.
        passages: paragraph id → passage id (the data's own, which runs and qrels use).
        topics: the questions.
        qrels: the judgments; a Topic that is not answerable has none.
        flaws: what was found wrong, in the order of the files.
        choices: what was chosen from the data (``limit``, ``hide_gold``, ``seed``).
    """

    name: str
    format: Format
    source: str
    digest: str
    articles: tuple[Article, ...]
    passages: Mapping[str, str]
    topics: tuple[Topic, ...]
    qrels: Qrels
    flaws: tuple[Flaw, ...] = ()
    choices: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What one system found: topic id → Ranking, whose Hits name passages by the data's ids."""

    name: str
    rankings: Mapping[str, Ranking]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it was quoted: its id, its text, the key sentence, and the answering phrase if one was marked."""

    passage: str
    text: str
    key: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """What a system replied to a Topic.

    Attributes:
        quotes: best first; of an abstention, the nearest passages.
        confidence: rises with how sure the system is; a probability where ``Response.calibrated`` says so.
        abstained: whether it kept silent.
        reason: why it did, by name, else "".
    """

    quotes: tuple[Quoted, ...]
    confidence: float
    abstained: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long it took, by the wall clock.

    Attributes:
        prepare: seconds to make ready: terms, index.
        answer: seconds for all Topics, tokenising them included.
        each: milliseconds a Topic, end to end, where they were answered one by one.
    """

    prepare: float
    answer: float
    each: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What one system gave for a whole DataSet.

    Attributes:
        run: the passages found; its name is the system's.
        replies: topic id → Replied; empty for a system that only ranks.
        configuration: all that its results depend on.
        calibrated: whether confidences are probabilities that the first key sentence answers.
        threshold: the confidence under which it keeps silent, or None for one that always answers.
        timing: None where the system ran elsewhere.
    """

    run: Run
    replies: Mapping[str, Replied] = field(default_factory=dict)
    configuration: Mapping[str, Plain] = field(default_factory=dict)
    calibrated: bool = False
    threshold: float | None = None
    timing: Timing | None = None


class System(Protocol):
    """Something that can be measured."""

    @property
    def name(self) -> str:
        """What tables and files call it."""
        ...

    def respond(self, data: DataSet, k: int, progress: Progress) -> Response:
        """Finds at most ``k`` passages for every Topic."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One Topic with what a system gave, judged.

    Attributes:
        topic: the question.
        gold: the relevant passages' grades.
        rank: the place of the first relevant passage, from 1; None where it was not found or there is none.
        values: measure → value; a measure that does not apply to this Topic is missing.
        found: how many passages were found.
        score: the first one's score; 0 where nothing was found.
        reply: None for a system that only ranks.
    """

    topic: Topic
    gold: Mapping[str, int]
    rank: int | None
    values: Mapping[str, float]
    found: int
    score: float
    reply: Replied | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One system on one DataSet, judged.

    Attributes:
        data: the DataSet, with its Topics in the same order as ``outcomes``.
        response: what the system gave.
        outcomes: one a Topic.
    """

    data: DataSet
    response: Response
    outcomes: tuple[Outcome, ...]

    @property
    def system(self) -> str:
        """The system's name."""
        return self.response.run.name

    def measures(self) -> tuple[str, ...]:
        """The measures that apply to at least one Topic, in the order they were computed."""
        return tuple(dict.fromkeys(name for outcome in self.outcomes for name in outcome.values))

    def values(self, measure: str) -> Mapping[str, float]:
        """Topic id → value, for the Topics the measure applies to."""
        return {outcome.topic.id: outcome.values[measure] for outcome in self.outcomes if measure in outcome.values}

    def mean(self, measure: str) -> float:
        """The mean over the Topics the measure applies to; KeyError where it applies to none."""
        values = self.values(measure).values()
        if not values:
            raise KeyError(measure)
        return sum(values) / len(values)

    def without_results(self) -> tuple[str, ...]:
        """The ids of the Topics for which nothing was found; they count as zero."""
        return tuple(outcome.topic.id for outcome in self.outcomes if not outcome.found)
