"""Learning what counts within one article: a line and a forest from questions on whole articles.

They stand upon the other forests, whose odds are figures among others. Which sentence it is a linear model tells as
well as a forest would (Quote@1 .723 and .725 on articles left out); of how sure it is a forest knows more (AUROC .845,
a linear model .826), and from more articles a larger one (.879 with 8 leaves a tree, .883 with 15, .886 with 31). The
articles are parted into folds: the confidence learns from what is chosen in articles that the choice has not seen, and
what both are worth is told of articles that neither has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.answerer import Answerer
from bot.answer.confidence import reply_figures, signals
from bot.answer.forest import Forest
from bot.answer.key_sentence import answer_odds
from bot.answer.within_articles import (
    LOOK_FEATURES,
    SENTENCE_FEATURES,
    ArticleModels,
    Line,
    article_figures,
    article_rows,
)
from bot.learning.examples import OF_THE_COLLECTION
from bot.learning.growing import Size, grow
from bot.learning.silence import OFF_TOPIC, looked_at, unanswered_counts
from index.evaluation.answers import Holder
from index.evaluation.model import DataSet

Floats = NDArray[np.float64]
Plain = dict[str, Any]

FOLDS = 5
_NAMES = (*SENTENCE_FEATURES, *LOOK_FEATURES)
_PULL = 10.0
"""How strongly the line's weights are drawn to 0, beside the sum of the losses of all questions."""
_OFF_TOPIC_COUNTS = 4.0
"""How much a question on something else altogether counts beside others, which are forty times as many."""
_SIZE = Size(trees=300, leaves=31, smallest_leaf=40)


@dataclass(frozen=True, slots=True)
class ArticleQuestion:
    """A question on an article, as it was looked at.

    Attributes:
        article: names the article.
        candidates: a row for each sentence, as ``bot.answer.within_articles.article_rows`` gives them.
        right: for each sentence, whether it holds the evidence.
        answerable: whether the article answers.
        off_topic: whether it asks for something else altogether.
        chosen: the place of the sentence that was chosen.
        figures: what there is to see of the whole reply, by name (``article_figures``).
    """

    article: str
    candidates: Floats
    right: NDArray[np.bool_]
    answerable: bool
    off_topic: bool
    chosen: int
    figures: dict[str, float]


def article_questions(answerer: Answerer, data: DataSet) -> list[ArticleQuestion]:
    """The questions of a data set as an Answerer over its articles looks at them.

    Those that it answers without a passage, or has none for, are left out.
    """
    holds = Holder()
    found: list[ArticleQuestion] = []
    for topic in data.topics:
        seen = looked_at(answerer, topic)
        if seen is None:
            continue
        evidence = [answer.text for answer in topic.answers]
        figures = signals(answerer.searcher, seen.understood.asked, seen.ranking, seen.candidates, seen.look)
        whole = reply_figures(figures, seen.candidates, seen.look)
        first_odds = answer_odds(answerer.models.key_sentence, seen.candidates)
        found.append(
            ArticleQuestion(
                article=data.name,
                candidates=article_rows(seen.candidates, seen.look, first_odds),
                right=np.array([bool(evidence) and holds(each.text, evidence) for each in seen.candidates]),
                answerable=topic.answerable,
                off_topic=topic.kind == OFF_TOPIC,
                chosen=int(np.argmax(seen.look.odds)),
                figures=article_figures(whole, seen.candidates, seen.look),
            )
        )
    return found


def learn_articles(
    data: Sequence[DataSet],
    answerer_of: Callable[[DataSet, ArticleModels | None], Answerer],
) -> tuple[Plain, dict[str, float]]:
    """Both models in plain form (``bot.answer.within_articles``), and what they are worth on articles left out.

    ``answerer_of`` gives an Answerer over a set's articles with given models.
    """
    folds = {each.name: place % FOLDS for place, each in enumerate(data)}
    asked = [one for each in data for one in article_questions(answerer_of(each, None), each)]
    sentences, *unseen = _by_fold(asked, folds, _line)
    choices = [ArticleModels(Line.from_plain(plain)) for plain in unseen]
    chosen = [one for each in data for one in article_questions(answerer_of(each, choices[folds[each.name]]), each)]
    confidence, *others = _by_fold(chosen, folds, _confidence)
    measures = {
        "questions on articles": len(asked),
        "answerable questions on articles": sum(one.answerable for one in asked),
        "quote@1 in articles, general forests alone": _right(asked),
        "quote@1 in articles": _right(chosen),
        **_confidence_measures(chosen, folds, [Forest.from_plain(plain) for plain in others]),
    }
    return {"sentences": sentences, "confidence": confidence}, measures


def _by_fold(
    asked: Sequence[ArticleQuestion], folds: dict[str, int], learned: Callable[[Sequence[ArticleQuestion]], Plain]
) -> list[Plain]:
    """What is learned from all questions, then for each fold from those of the others."""
    return [
        learned(asked),
        *(learned([one for one in asked if folds[one.article] != fold]) for fold in range(FOLDS)),
    ]


def _line(asked: Sequence[ArticleQuestion]) -> Plain:
    """A listwise logistic regression: the cross entropy of "top one", as the forests' own."""
    from scipy.optimize import minimize

    lists = [one for one in asked if one.right.any()]
    spread = np.vstack([one.candidates for one in lists]).std(axis=0)
    scales = np.where(spread > 0, spread, 1.0)
    # The forests' odds are in a measure of their own, and are not drawn to 0.
    kept = _NAMES.index("odds")
    scales[kept] = 1.0
    columns = [one.candidates / scales for one in lists]
    drawn = np.arange(len(scales)) != kept

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slopes = 0.0, np.zeros(len(weights))
        for one, figures in zip(lists, columns, strict=True):
            scores = figures @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = np.where(one.right, shares, 0.0)
            total -= float(np.log(max(right.sum(), 1e-300)))
            slopes += figures.T @ (shares - right / right.sum())
        pulled = weights * drawn
        return total + _PULL * float(pulled @ pulled), slopes + 2 * _PULL * pulled

    found = minimize(loss, (~drawn).astype(np.float64), jac=True, method="L-BFGS-B").x / scales
    return {name: float(f"{weight:.6g}") for name, weight in zip(_NAMES, found, strict=True)}


def _confidence(asked: Sequence[ArticleQuestion]) -> Plain:
    """A forest of whether the article answers."""
    names = sorted(set(asked[0].figures) - OF_THE_COLLECTION)
    return grow(_table(asked, names), np.array([one.answerable for one in asked]), names, _SIZE, counts(asked))


def counts(asked: Sequence[ArticleQuestion]) -> Floats:
    """How much each question counts, so that those with an answer, those without and those off topic are balanced."""
    unanswered = unanswered_counts([one.answerable for one in asked if not one.off_topic])
    return np.array([_OFF_TOPIC_COUNTS if one.off_topic else 1.0 if one.answerable else unanswered for one in asked])


def _table(asked: Sequence[ArticleQuestion], names: Sequence[str]) -> Floats:
    return np.array([[one.figures[name] for name in names] for one in asked])


def _right(asked: Sequence[ArticleQuestion]) -> float:
    """How often the sentence that was chosen is right, of the questions that can be answered."""
    return round(float(np.mean([one.right[one.chosen] for one in asked if one.answerable])), 4)


def _confidence_measures(
    asked: Sequence[ArticleQuestion], folds: dict[str, int], unseen: Sequence[Forest]
) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    answerable = np.array([one.answerable for one in asked])
    sure = np.zeros(len(asked))
    for fold, model in enumerate(unseen):
        own = np.array([folds[one.article] == fold for one in asked])
        if own.any():
            sure[own] = model.values(_table([one for one in asked if folds[one.article] == fold], model.features))
    told = {
        "auroc in articles": round(float(roc_auc_score(answerable, sure)), 4),
    }
    for share in (0.05, 0.1, 0.2):
        threshold = float(np.quantile(sure[answerable], share))
        told[f"unanswerable refused in articles where {share:.0%} of answerable are"] = round(
            float((sure[~answerable] < threshold).mean()), 4
        )
    return told
