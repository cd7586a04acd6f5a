"""Practice collections: passages with questions, arranged the way articles and archives are.

Three arrangements are made of the same passages. In an *archive* each passage is a paragraph among some hundreds. In a
*digest* a few passages on different things are cut into short paragraphs. In a *story* all passages are on one thing,
cut short too, so that its name tells nothing apart. Archives and digests are made *whole*, to learn which sentence
answers; and all three with something taken away, a passage or only the sentences that hold the answer, so that there
are questions the collection does not answer, to learn how sure that is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Article, Paragraph, Span, paragraph_id
from corpus.sentences import split_sentences

_SHORT_PARAGRAPH = 110
"""Characters after which a paragraph of a made-up article ends."""


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """How many passages make a collection (of one topic or any), whether they are cut short, and what is hidden."""

    passages: int
    one_topic: bool
    shortened: bool
    hide_passage: float
    hide_answer: float

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden."""
        return not self.hide_passage and not self.hide_answer


_ARRANGEMENTS = (
    _Arrangement(passages=500, one_topic=False, shortened=False, hide_passage=0.0, hide_answer=0.0),
    _Arrangement(passages=8, one_topic=False, shortened=True, hide_passage=0.0, hide_answer=0.0),
    _Arrangement(passages=400, one_topic=False, shortened=False, hide_passage=0.3, hide_answer=0.0),
    _Arrangement(passages=8, one_topic=False, shortened=True, hide_passage=0.3, hide_answer=0.3),
    _Arrangement(passages=6, one_topic=True, shortened=True, hide_passage=0.0, hide_answer=0.5),
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with the passage it was written from and its answers, each a string of the passage.

    ``group`` names the article the passage is from, so that an article is never learned from and measured on at once;
    ``source`` the set.
    """

    question: str
    passage: str
    title: str
    answers: tuple[str, ...]
    group: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """A question put to a practice collection.

    ``article`` is the id under which its passage stands there, or would stand; ``answerable`` says whether an answer
    is still in it.
    """

    lesson: Lesson
    article: str
    answerable: bool


@dataclass(frozen=True, slots=True)
class PracticeCollection:
    """Articles and the questions put to them.

    ``whole`` says whether every question has its answer there, ``shortened`` whether passages are cut short.
    """

    articles: tuple[Article, ...]
    questions: tuple[PracticeQuestion, ...]
    whole: bool
    shortened: bool


def practice_collections(lessons: Sequence[Lesson], seed: int) -> Iterator[PracticeCollection]:
    """The lessons' passages in random order, in each arrangement in turn."""
    chance = random.Random(seed)  # noqa: S311 (an arrangement, no secret)
    by_passage: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_passage.setdefault(lesson.passage, []).append(lesson)
    passages = sorted(by_passage)
    for arrangement in _ARRANGEMENTS:
        chance.shuffle(passages)
        for chosen in _parted(passages, by_passage, arrangement):
            yield _collection([(passage, by_passage[passage]) for passage in chosen], arrangement, chance)


def _parted(
    passages: Sequence[str], lessons: Mapping[str, Sequence[Lesson]], arrangement: _Arrangement
) -> Iterator[Sequence[str]]:
    topics: dict[str, list[str]] = {}
    for passage in passages:
        topics.setdefault(lessons[passage][0].group if arrangement.one_topic else "", []).append(passage)
    for together in topics.values():
        for start in range(0, len(together), arrangement.passages):
            yield together[start : start + arrangement.passages]


def _collection(
    passages: Sequence[tuple[str, Sequence[Lesson]]], arrangement: _Arrangement, chance: random.Random
) -> PracticeCollection:
    articles: list[Article] = []
    questions: list[PracticeQuestion] = []
    for number, (passage, lessons) in enumerate(passages):
        id = f"p{number:04d}"
        kept = _kept_sentences(passage, lessons, arrangement, chance)
        remaining = "".join(span.of(passage) for span in kept)
        if kept:
            articles.append(_article(id, lessons[0].title, passage, kept, arrangement.shortened))
        questions.extend(
            PracticeQuestion(lesson, id, any(answer in remaining for answer in lesson.answers)) for lesson in lessons
        )
    return PracticeCollection(tuple(articles), tuple(questions), arrangement.whole, arrangement.shortened)


def _kept_sentences(
    passage: str, lessons: Sequence[Lesson], arrangement: _Arrangement, chance: random.Random
) -> tuple[Span, ...]:
    """All sentences, or none, or those that do not answer one of the questions."""
    sentences = split_sentences(passage)
    drawn = chance.random()
    if drawn < arrangement.hide_passage:
        return ()
    if drawn < arrangement.hide_passage + arrangement.hide_answer:
        hidden = chance.choice(lessons)
        return tuple(span for span in sentences if not any(a in span.of(passage) for a in hidden.answers))
    return sentences


def _article(id: str, title: str, raw: str, sentences: Sequence[Span], shortened: bool) -> Article:
    runs: list[list[Span]] = [[]]
    for sentence in sentences:
        full = runs[-1] and shortened and sentence.end - runs[-1][0].start > _SHORT_PARAGRAPH
        # A paragraph's text is one range of the source, so what was taken away ends it.
        torn = runs[-1] and raw[runs[-1][-1].end : sentence.start].strip()
        if full or torn:
            runs.append([])
        runs[-1].append(sentence)
    paragraphs = tuple(_paragraph(id, number, raw, run) for number, run in enumerate(runs, start=1))
    return Article(id, title, raw, paragraphs)


def _paragraph(article: str, number: int, raw: str, sentences: Sequence[Span]) -> Paragraph:
    span = Span(sentences[0].start, sentences[-1].end)
    return Paragraph(paragraph_id(article, number), article, number, None, span, span.of(raw), tuple(sentences))
