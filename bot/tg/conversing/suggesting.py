"""Questions that the articles answer: made from their own sentences, and suggested only when the answerer was asked.

A sentence that states one quantity, a date, a name or a meaning makes a question by asking for it. The question is
good where the answerer, asked about that article, quotes the sentence it was made from. No article is known here.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from bot.answer.model import Answer, Question, Quote
from bot.messages import Language, messages_of
from bot.repl.examples import quantity_questions
from bot.tg.context import Answering
from corpus.model import Article, Field, Paragraph, Span

_TRIED = 60
"""Questions tried on an article at most."""
_LARGE = 5_000
"""Paragraphs from which on a library takes its time over each question; then less is tried."""
_TRIED_IN_LARGE = 12
_ENOUGH = 16
"""Good questions to an article that are looked for."""
_FEW = 3
"""With so many, headings are not asked about, whose answers are vague."""
_REMEMBERED = 128
"""Articles whose questions are remembered."""
_HANDY = 26
"""Characters that fit a button on a telephone."""
_LONGEST = 60
_METADATA = (Field.AUTHOR, Field.DATE)
_THIS_ARTICLE = "这篇文章"

_LEANING = re.compile(r"^[它他她这這那其但而也就所因然于可另还還不此该該再又并]|[“”‘’\"「」『』（）()《》:：;；?？!！]")
_DATE = r"(?:[12]\d{3}年(?:\d{1,2}月)?+(?:\d{1,2}[日号]|[初底末]|上旬|中旬|下旬)?+|\d{1,2}月\d{1,2}日)"
_SUBJECT_MISSING = "列被把将成获入改经由在从到向开已正又起再以有是为至后前的"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"^(?:早?在)?{_DATE}[，,]?(?![{_SUBJECT_MISSING}])(?P<what>[^，,。：]{{5,22}})[，,。：]"),
        "{what}是在什么时候？",
    ),
    (
        re.compile(
            rf"^(?P<what>[^，,。]{{3,20}}(?:始于|成立于|创办于|创立于|建于|诞生于|出生于|发表于|发布于)){_DATE}"
        ),
        "{what}哪一年？",
    ),
    (re.compile(r"^所谓(?P<what>[^，,。]{2,14})[，,](?:就?是|指)"), "什么是{what}？"),
    (re.compile(r"(?P<what>“[^”，。]{2,14}”)[，,]?(?:说的是|是指|指的是|意思是)"), "{what}是什么意思？"),
    (re.compile(r"^(?P<what>[^，,。]{3,20}?)(?:名叫|名为|叫作|叫做|称为|命名为)"), "{what}叫什么名字？"),
    (
        re.compile(
            r"^(?P<what>[^，,。]{2,18}(?:创始人|创办人|作者|总裁|董事长|首席执行官|CEO|主席|导演|发明者|发明人|设计师|校长|市长|院长))"
            r"(?:是|为|叫)(?!由|了|不)"
        ),
        "{what}是谁？",
    ),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, the article that answers it, and the paragraph that does (0 = what the page says of itself)."""

    question: str
    article: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question with what it was made from: a sentence, as a range of the raw source, or a heading, or the page."""

    suggestion: Suggestion
    sentence: Span | None = None
    section: str | None = None


class Suggestions:
    """The good questions to each article, found when they are first needed and remembered while the article stays."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._known: OrderedDict[str, tuple[Article, tuple[Suggestion, ...]]] = OrderedDict()
        # Finding them asks dozens of questions: many chats that need them at once wait for the first.
        self._finding = asyncio.Lock()

    async def about(self, articles: Sequence[Article], count: int) -> list[Suggestion]:
        """Questions to begin with: from as many articles as possible, from different places in them."""
        pools = [_spread(await self._of(article)) for article in articles[: self._most(count)]]
        mixed = chain.from_iterable(zip_longest(*pools))
        return list(islice((suggestion for suggestion in mixed if suggestion is not None), count))

    async def near(
        self, passages: Sequence[Quote], articles: Sequence[Article], asked: str, count: int
    ) -> list[Suggestion]:
        """Questions close to what was asked: from the articles of the nearest passages, those passages first.

        Args:
            passages: the nearest, best first.
            articles: where to look when no passage is near.
            asked: the question itself, which is not suggested.
            count: how many at most.
        """
        ids = dict.fromkeys(quote.article for quote in passages)
        found = [article for id in ids if (article := self._answering.article(id)) is not None]
        if not found:
            return [one for one in await self.about(articles, count + 1) if one.question != asked][:count]
        places = {(quote.article, quote.paragraph): place for place, quote in reversed(list(enumerate(passages)))}
        pool = [
            one for article in found[: self._most(count)] for one in await self._of(article) if one.question != asked
        ]
        far = len(passages)
        return sorted(pool, key=lambda one: places.get((one.article, one.paragraph), far))[:count]

    def _most(self, count: int) -> int:
        """How many articles are looked into for so many questions."""
        return 1 if self._is_large() else count

    def _is_large(self) -> bool:
        return sum(len(article.paragraphs) for article in self._answering.articles) > _LARGE

    async def _of(self, article: Article) -> tuple[Suggestion, ...]:
        async with self._finding:
            known = self._known.get(article.id)
            if known is None or known[0] is not article:
                known = article, await self._good(article)
                self._known[article.id] = known
            self._known.move_to_end(article.id)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return known[1]

    async def _good(self, article: Article) -> tuple[Suggestion, ...]:
        good: list[Suggestion] = []
        found = _best_first(candidates(article, named=len(self._answering.articles) > 1))
        for candidate in islice(found, _TRIED_IN_LARGE if self._is_large() else _TRIED):
            if len(good) == _ENOUGH or (candidate.section is not None and len(good) >= _FEW):
                break
            await asyncio.sleep(0)  # others get their turn
            if await self._is_answered(candidate):
                good.append(candidate.suggestion)
        return tuple(sorted(good, key=lambda one: (one.paragraph == 0, len(one.question) > _HANDY, one.paragraph)))

    async def _is_answered(self, candidate: _Candidate) -> bool:
        suggestion = candidate.suggestion
        reply = await self._answering.reply(Question(suggestion.question, article=suggestion.article))
        if not isinstance(reply, Answer):
            return False
        quote = reply.quotes[0]
        if candidate.section is not None:
            return quote.section == candidate.section
        if candidate.sentence is None:
            return quote.paragraph == 0
        return quote.key.shifted(quote.span.start).contains(candidate.sentence)


def candidates(article: Article, *, named: bool) -> Iterator[_Candidate]:
    """Questions that the article may answer, in reading order, then those about its page and its sections.

    ``named``: questions about the page name the article, as is needed where there are others.
    """
    for paragraph in article.paragraphs:
        for span, sentence in zip(paragraph.sentences, paragraph.sentence_texts(), strict=True):
            for question in dict.fromkeys(_asked_of(sentence.strip(), paragraph, article)):
                yield _Candidate(Suggestion(question, article.id, paragraph.number), span)
    asking = messages_of(Language.ZH)
    this = f"《{article.title}》" if named else _THIS_ARTICLE
    for field in _METADATA:
        if article.entry(field) is not None:
            question = asking.example_fields[field.value].replace(_THIS_ARTICLE, this)
            yield _Candidate(Suggestion(question, article.id, 0))
    for section, number in _sections(article):
        question = asking.example_section.format(section=section)
        yield _Candidate(Suggestion(question, article.id, number), section=section)


def _sections(article: Article) -> Iterator[tuple[str, int]]:
    """Each heading, with the number of the first paragraph under it."""
    before: str | None = None
    for paragraph in article.paragraphs:
        if paragraph.section is not None and paragraph.section != before:
            yield paragraph.section, paragraph.number
        before = paragraph.section


def _asked_of(sentence: str, paragraph: Paragraph, article: Article) -> Iterator[str]:
    """The questions that a sentence answers."""
    alone = replace(paragraph, text=sentence, span=Span(0, len(sentence)), sentences=(Span(0, len(sentence)),))
    yield from quantity_questions(replace(article, paragraphs=(alone,)))
    for form, question in _FORMS:
        found = form.search(sentence)
        if found is not None and not _LEANING.search(found["what"].strip("“”")):
            yield question.format(what=found["what"])


def _best_first(found: Iterator[_Candidate]) -> Iterator[_Candidate]:
    """Those that fit a button before those that do not; those about sections last; none that nobody would read."""
    found = (one for one in found if len(one.suggestion.question) <= _LONGEST)
    return iter(sorted(found, key=lambda one: (one.section is not None, len(one.suggestion.question) > _HANDY)))


def _spread(pool: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The pool beginning with its first, its middle and its last, so that three of them show the article's range."""
    order = dict.fromkeys((0, len(pool) // 2, len(pool) - 1, *range(len(pool))))
    return (pool[place] for place in order if 0 <= place < len(pool))
