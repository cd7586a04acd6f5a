"""The whole road from question to reply as a System that can be measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from time import perf_counter

from bot.answer.answerer import Answerer
from bot.answer.model import Abstention, Answer, Conversation, Question, Quote, Reply, Turn
from bot.assembly import make_answerer, warm_up
from bot.config import Config
from corpus.model import paragraph_id
from index.building import assemble, digest
from index.evaluation.cutting import Cutting
from index.evaluation.errors import UnfitSystemError
from index.evaluation.model import DataSet, Plain, Progress, Quoted, Replied, Response, Run, Timing
from index.evaluation.systems import Workshop, no_progress
from index.model import Hit, Ranking
from index.searcher import Searcher
from index.terms.analyzer import Analyzer

NAME = "yuanhua"


class AnswererSystem:
    """Asks an Answerer over the data's passages, one question after another, as a user would.

    Earlier turns of a Topic's conversation are asked first. Passages rank in the order in which they are quoted, those
    nearest to an abstention's question included.
    """

    name = NAME

    def __init__(self, config: Config, workshop: Workshop | None = None) -> None:
        self._config = config
        self._workshop = workshop or Workshop()

    def respond(self, data: DataSet, k: int, progress: Progress = no_progress) -> Response:
        """The replies to all Topics, each with at most ``k`` quotes.

        Raises:
            UnfitSystemError: the data has no texts.
        """
        if not data.articles:
            raise UnfitSystemError(f"{NAME}: {data.name} has judgments only and no texts; give a run with --run")
        begin = perf_counter()
        answerer = self._answerer(self._searcher(data, progress), k)
        ready = perf_counter()
        asking = _Asking(answerer)
        replies: dict[str, Reply] = {}
        each: dict[str, float] = {}
        for number, topic in enumerate(data.topics, start=1):
            replies[topic.id], each[topic.id] = asking.reply(topic.text, topic.after)
            progress(f"{data.name}: {NAME}", number, len(data.topics))
        return Response(
            run=Run(NAME, {id: _ranking(_quotes(reply), data) for id, reply in replies.items()}),
            replies={id: _replied(reply, data) for id, reply in replies.items()},
            configuration=_configuration(self._config, answerer),
            calibrated=answerer.models.confidence is not None,
            threshold=answerer.settings.threshold,
            timing=Timing(ready - begin, perf_counter() - ready, each),
        )

    def _searcher(self, data: DataSet, progress: Progress) -> Searcher:
        settings = self._config.index_settings()
        terms = self._workshop.collection(data, Cutting("mixed", settings.terms), progress)
        analyzer = Analyzer(settings.terms)
        return assemble(
            data.articles, terms.sentences, terms.contexts, settings, analyzer, digest(data.articles, settings)
        )

    def _answerer(self, searcher: Searcher, k: int) -> Answerer:
        answer = self._config.answer.model_copy(update={"quotes": k})
        answerer = make_answerer(self._config.model_copy(update={"answer": answer}), searcher)
        warm_up(searcher)
        return answerer


class _Asking:
    """Asks questions, each in its conversation; conversations that begin alike are had once."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._had: dict[tuple[str, ...], Conversation] = {(): Conversation()}

    def reply(self, question: str, after: tuple[str, ...]) -> tuple[Reply, float]:
        """The Reply, and the milliseconds it took."""
        asked = Question(question, self._conversation(after))
        begin = perf_counter()
        reply = self._answerer.reply(asked)
        return reply, (perf_counter() - begin) * 1000

    def _conversation(self, after: tuple[str, ...]) -> Conversation:
        for length in range(1, len(after) + 1):
            if after[:length] not in self._had:
                before = self._had[after[: length - 1]]
                turn = Turn(after[length - 1], self._answerer.reply(Question(after[length - 1], before)))
                self._had[after[:length]] = before.then(turn)
        return self._had[after]


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    return reply.quotes if isinstance(reply, Answer) else reply.nearest


def _passage(quote: Quote, data: DataSet) -> str:
    name = paragraph_id(quote.article, quote.paragraph)
    return data.passages.get(name, name)


def _ranking(quotes: tuple[Quote, ...], data: DataSet) -> Ranking:
    """Each passage once; scores say nothing but the order, which is not that of the quotes' own."""
    passages = dict.fromkeys(_passage(quote, data) for quote in quotes)
    return tuple(Hit(passage, float(len(passages) - place)) for place, passage in enumerate(passages))


def _replied(reply: Reply, data: DataSet) -> Replied:
    quotes = tuple(
        Quoted(
            passage=_passage(quote, data),
            text=quote.text,
            key=quote.key.of(quote.text),
            answer=None if quote.answer is None else quote.answer.of(quote.text),
        )
        for quote in _quotes(reply)
    )
    silent = isinstance(reply, Abstention)
    return Replied(quotes, reply.confidence, silent, reply.reason.value if isinstance(reply, Abstention) else "")


def _configuration(config: Config, answerer: Answerer) -> Mapping[str, Plain]:
    tables = ("terms", "bm25", "search", "index", "answer")
    plain = config.model_dump(mode="json", include=set(tables))
    plain["index"].pop("path")
    plain["answer"]["quotes"] = answerer.settings.quotes
    models = answerer.models
    learned = {
        "key_sentence": models.key_sentence,
        "second_look": models.reader,
        "confidence": models.confidence,
        "silence": models.silence,
        "articles": models.articles,
    }
    plain["models"] = {name: None if model is None else _fingerprint(model) for name, model in learned.items()}
    return plain


def _fingerprint(model: object) -> str:
    """A short name for what a model holds."""
    plain = json.dumps(asdict(model), sort_keys=True, default=lambda array: array.tolist())  # type: ignore[call-overload]
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
