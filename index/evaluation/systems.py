"""The systems that rank by terms, each by a name.

    words           BM25 over jieba's words, the formula of rank_bm25 with Lucene's idf, k1 0.9, b 0.4
    bigrams         BM25 over character bigrams as Lucene's CJKAnalyzer cuts, k1 0.9, b 0.4
    tfidf           TF-IDF cosine over jieba's words
    mixed           BM25 over our terms, paragraphs only
    mixed+sentence  the same and the best sentence's score: the Searcher's Ranking

All quote the passages they rank first, each with its best matching sentence as key sentence. The baselines search
texts only, without titles, and rank sentences as they rank passages, as a collection of their own; ours search what the
settings say, and give sentences the passages' idf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Literal

from corpus.model import Article, Paragraph
from index.bags import Bags
from index.evaluation.cutting import Cutting, Workers, cut_documents, cut_queries
from index.evaluation.errors import UnfitSystemError
from index.evaluation.keeping import nothing_thrown_away
from index.evaluation.matrix import Bm25, Collection, Scorer
from index.evaluation.model import DataSet, Plain, Progress, Quoted, Replied, Response, Run, Timing
from index.evaluation.ranking import Ranker
from index.model import Ranking
from index.settings import IndexSettings

QUOTES = 5
"""How many of the passages found are quoted."""


def no_progress(doing: str, done: int, total: int) -> None:
    """Tells nobody."""


class Workshop:
    """Collections made once and used by several systems, in ``workers`` processes where that pays.

    More than one process needs a script whose main part is guarded by ``if __name__ == "__main__"``. Used in a ``with``
    statement, the processes end with it.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = Workers(workers)
        self._made: dict[tuple[int, Cutting], tuple[DataSet, Collection]] = {}

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.workers.close()

    def collection(self, data: DataSet, cutting: Cutting, progress: Progress = no_progress) -> Collection:
        """The DataSet's paragraphs, cut that way."""
        key = (id(data), cutting)
        if key not in self._made:
            # The DataSet is kept with its Collection, so that no other can come to have its identity.
            self._made[key] = (data, self._cut(data, cutting, progress))
        return self._made[key][1]

    def _cut(self, data: DataSet, cutting: Cutting, progress: Progress) -> Collection:
        paragraphs = [paragraph for article in data.articles for paragraph in article.paragraphs]
        texts = [text for paragraph in paragraphs for text in paragraph.sentence_texts()]
        contexts = list(_contexts(data.articles))
        told = _telling(progress, f"{data.name}: {cutting.way}")
        return Collection.of(
            data.articles,
            cut_documents(cutting, texts, self.workers, told),
            _added(
                cut_documents(cutting, [title for title, _ in contexts], self.workers),
                cut_documents(cutting, [section for _, section in contexts], self.workers),
            ),
        )


@dataclass(frozen=True)
class TermSystem:
    """A system that ranks by terms.

    Attributes:
        name: what tables and files call it.
        cutting: how texts become terms.
        settings: k1, b, the second look, and whether titles are searched.
        formula: what scores paragraphs and sentences.
        sentences_apart: whether BM25 takes the idf of sentences from the sentences, not from the paragraphs.
        workshop: where the terms are made.
    """

    name: str
    cutting: Cutting
    settings: IndexSettings
    formula: Literal["bm25", "cosine"] = "bm25"
    sentences_apart: bool = False
    workshop: Workshop = field(default_factory=Workshop)

    @property
    def configuration(self) -> dict[str, Plain]:
        """All that the results depend on."""
        settings = self.settings
        plain: dict[str, Plain] = {"terms": self.cutting.way, "formula": self.formula, "context": settings.context}
        if self.formula == "bm25":
            plain |= {"k1": settings.k1, "b": settings.b, "sentences_apart": self.sentences_apart}
        plain |= {"hmm": settings.terms.hmm, "sentence_weight": settings.sentence_weight}
        if settings.sentence_weight:
            plain |= {"candidates": settings.candidates}
        if self.cutting.way == "mixed":
            terms = asdict(settings.terms)
            plain |= {name: terms[name] for name in ("words", "bigrams", "unigrams")}
        return plain

    @nothing_thrown_away()
    def respond(self, data: DataSet, k: int, progress: Progress = no_progress) -> Response:
        """Ranks at most ``k`` passages for every Topic and quotes the best of them.

        Raises:
            UnfitSystemError: the data has no texts.
        """
        if not data.articles:
            raise UnfitSystemError(f"{self.name}: {data.name} has judgments only and no texts; give a run with --run")
        begin = perf_counter()
        ranker = self.ranker(data, progress)
        ready = perf_counter()
        told = _telling(progress, f"{data.name}: {self.name}")
        queries = cut_queries(self.cutting, [topic.text for topic in data.topics], self.workshop.workers)
        rankings: dict[str, Ranking] = {}
        replies: dict[str, Replied] = {}
        paragraphs = [paragraph for article in data.articles for paragraph in article.paragraphs]

        @cache
        def quoted(key: tuple[int, int]) -> Quoted:
            return _quoted(data.passages, paragraphs[key[0]], key[1])

        every = zip(data.topics, ranker.rank(queries, k, QUOTES), strict=True)
        for number, (topic, found) in enumerate(every, start=1):
            rankings[topic.id] = found.ranking
            replies[topic.id] = Replied(tuple(map(quoted, found.keys)), _confidence(topic.text, found.ranking))
            told(number, len(data.topics))
        return Response(
            Run(self.name, rankings), replies, self.configuration, timing=Timing(ready - begin, perf_counter() - ready)
        )

    def ranker(self, data: DataSet, progress: Progress = no_progress) -> Ranker:
        """What ranks the DataSet's passages for terms."""
        collection = self.workshop.collection(data, self.cutting, progress)
        names = [data.passages[id] for id in collection.ids]
        settings = self.settings
        return Ranker(
            collection,
            names,
            self._scorer(collection),
            settings.candidates,
            settings.sentence_weight,
            self.workshop.workers.count,
        )

    def _scorer(self, collection: Collection) -> Scorer:
        settings = self.settings
        if self.formula == "bm25":
            return Bm25(collection, settings.k1, settings.b, settings.context, self.sentences_apart)
        from index.evaluation.cosine import Cosine

        return Cosine(collection, settings.context)


def _quoted(passages: Mapping[str, str], paragraph: Paragraph, key: int) -> Quoted:
    sentence = paragraph.sentences[key] if paragraph.sentences else paragraph.span
    first = paragraph.span.start
    return Quoted(passages[paragraph.id], paragraph.text, paragraph.text[sentence.start - first : sentence.end - first])


def _confidence(question: str, ranking: Ranking) -> float:
    """The first score over the question's length in characters: scores grow with the number of terms asked for."""
    return ranking[0].score / max(1, len(question)) if ranking else 0.0


@dataclass(frozen=True)
class RunSystem:
    """A system that ran elsewhere, known by its run."""

    run: Run
    source: Path

    @property
    def name(self) -> str:
        """The run's name."""
        return self.run.name

    def respond(self, data: DataSet, k: int, progress: Progress = no_progress) -> Response:  # noqa: ARG002
        """The run's passages for the Topics of the data.

        Raises:
            UnfitSystemError: the run has none of the data's topics, or gold passages are hidden, which it was not.
        """
        if "hide_gold" in data.choices:
            raise UnfitSystemError(f"{self.source}: was made with all passages; leave it or --hide-gold out")
        rankings = {topic.id: self.run.rankings[topic.id][:k] for topic in data.topics if topic.id in self.run.rankings}
        if not rankings:
            raise UnfitSystemError(f"{self.source}: has no question of {data.name}; name a run made on that data")
        return Response(Run(self.name, rankings), configuration={"run": self.source.name})


BASELINES = ("words", "bigrams", "tfidf")
NAMES = (*BASELINES, "mixed", "mixed+sentence")


def term_system(name: str, settings: IndexSettings | None = None, workshop: Workshop | None = None) -> TermSystem:
    """The system of that name.

    Args:
        name: one of ``NAMES``.
        settings: those of our own systems; of the baselines', only whether and with which words jieba guesses.
        workshop: shared by systems that are measured together.

    Raises:
        UnfitSystemError: there is none of that name.
    """
    settings, workshop = settings or IndexSettings(), workshop or Workshop()
    plain = IndexSettings(terms=settings.terms, sentence_weight=0, context=False)
    words, mixed = Cutting("words", settings.terms), Cutting("mixed", settings.terms)
    systems = {
        "words": TermSystem(name, words, plain, sentences_apart=True, workshop=workshop),
        "bigrams": TermSystem(name, Cutting("bigrams"), plain, sentences_apart=True, workshop=workshop),
        "tfidf": TermSystem(name, words, plain, "cosine", workshop=workshop),
        "mixed": TermSystem(name, mixed, replace(settings, sentence_weight=0), workshop=workshop),
        "mixed+sentence": TermSystem(name, mixed, settings, workshop=workshop),
    }
    if name not in systems:
        raise UnfitSystemError(f"there is no system {name!r}; there are {', '.join(NAMES)}")
    return systems[name]


def _contexts(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    for article in articles:
        for paragraph in article.paragraphs:
            yield article.title, paragraph.section or ""


def _added(one: Bags, other: Bags) -> Bags:
    """Row by row the counts of both."""
    return Bags.of(one.row(place, place + 1) + other.row(place, place + 1) for place in range(len(one)))


def _telling(progress: Progress, doing: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        progress(doing, done, total)

    return tell
