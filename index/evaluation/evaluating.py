"""A System on a DataSet: run it, judge what it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.evaluation.answers import Holder, passage_values, phrase_values, quote_values
from index.evaluation.keeping import nothing_thrown_away
from index.evaluation.model import (
    DataSet,
    Evaluation,
    Format,
    Outcome,
    Progress,
    Response,
    System,
    Topic,
)
from index.evaluation.systems import no_progress
from index.model import Ranking

DEFAULT_K = 20


def evaluate(data: DataSet, system: System, k: int = DEFAULT_K, progress: Progress = no_progress) -> Evaluation:
    """What a System is worth on a DataSet, with at most ``k`` passages a Topic.

    Raises:
        ValueError: ``k`` is less than 1.
        UnfitSystemError: the System cannot be run on this data.
    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for 1 passage at least")
    return judge(data, system.respond(data, k, progress))


@nothing_thrown_away()
def judge(data: DataSet, response: Response) -> Evaluation:
    """All measures of a Response. Topics without results count as zero."""
    from index.evaluation.measures import retrieval_values

    found = retrieval_values(data.qrels, response.run)
    judging = _Judging(data, response)
    return Evaluation(data, response, tuple(judging.outcome(topic, found.get(topic.id, {})) for topic in data.topics))


class _Judging:
    """The measures that look at texts, one Topic at a time."""

    def __init__(self, data: DataSet, response: Response) -> None:
        self._data = data
        self._response = response
        self._holds = Holder()
        self._texts = {
            data.passages[paragraph.id]: paragraph.text for article in data.articles for paragraph in article.paragraphs
        }

    def outcome(self, topic: Topic, found: Mapping[str, float]) -> Outcome:
        """A Topic, judged; ``found`` has the measures of its ranking."""
        ranking = self._response.run.rankings.get(topic.id, ())
        gold = self._data.qrels.get(topic.id, {})
        return Outcome(
            topic=topic,
            gold=gold,
            rank=_first_relevant(ranking, gold),
            values={**found, **self._text_values(topic, ranking)},
            found=len(ranking),
            score=ranking[0].score if ranking else 0.0,
            reply=self._response.replies.get(topic.id),
        )

    def _text_values(self, topic: Topic, ranking: Ranking) -> Mapping[str, float]:
        reply = self._response.replies.get(topic.id)
        if reply is None:
            return passage_values(topic, self._passages(ranking), self._holds) if self._texts else {}
        values = {
            **passage_values(topic, [quote.text for quote in reply.quotes], self._holds),
            **quote_values(topic, reply, self._holds),
        }
        if self._data.format is Format.SQUAD:
            values |= phrase_values(topic, reply)
        return values

    def _passages(self, ranking: Ranking) -> Sequence[str]:
        return [self._texts.get(hit.paragraph, "") for hit in ranking]


def _first_relevant(ranking: Ranking, gold: Mapping[str, int]) -> int | None:
    places = (place for place, hit in enumerate(ranking, start=1) if gold.get(hit.paragraph, 0) > 0)
    return next(places, None)
