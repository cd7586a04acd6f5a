"""Learning what counts more within one article: two linear models from questions on whole articles.

They stand upon the forests: the odds these give are one figure, a few features are the others. So some hundred
questions are enough. Each article is left out once to tell what the lines are worth on articles they have not seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.answerer import Answerer
from bot.answer.candidates import Candidate
from bot.answer.confidence import probability, signals
from bot.answer.key_sentence import answer_odds
from bot.answer.model import Conversation, Question, Turn
from bot.answer.understanding import Understood
from bot.answer.within_articles import (
    AS_IT_IS,
    LOOK_FEATURES,
    SENTENCE_FEATURES,
    ArticleLines,
    Line,
    figures_of,
    sure_again,
)
from index.evaluation.answers import Holder
from index.evaluation.model import DataSet

Floats = NDArray[np.float64]
Plain = dict[str, Any]

_SENTENCE_PULL = 10.0
_CONFIDENCE_PULL = 40.0
"""How strongly weights are drawn to 0, beside the sum of the losses of all questions."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A question on an article, as it was looked at.

    Attributes:
        article: names the article.
        odds: of each candidate.
        features: of each candidate, as ``bot.answer.within_articles.figures_of`` gives them.
        right: for each candidate, whether it holds the evidence.
        answerable: whether the article answers.
        confidence: the log-odds of the confidence.
        signals: the signals of the confidence, by name.

    """

    article: str
    odds: Floats
    features: Floats
    right: NDArray[np.bool_]
    answerable: bool
    confidence: float
    signals: Mapping[str, float]


def article_rows(answerer: Answerer, data: DataSet) -> list[ArticleRow]:
    """The questions of a data set as an Answerer over its articles looks at them; those it has no passage for are left
    out.
    """
    holds = Holder()
    rows: list[ArticleRow] = []
    for topic in data.topics:
        conversation = Conversation()
        for earlier in topic.after:
            conversation = conversation.then(Turn(earlier, answerer.reply(Question(earlier, conversation))))
        seen = answerer.seen(Question(topic.text, conversation))
        if isinstance(seen, Understood):
            continue
        evidence = [answer.text for answer in topic.answers]
        texts = [_text(each) for each in seen.candidates]
        figures = signals(answerer.searcher, seen.understood.asked, seen.ranking, seen.candidates, seen.look)
        first_odds = answer_odds(answerer.models.key_sentence, seen.candidates)
        sure = min(max(probability(answerer.models.confidence, figures), 1e-6), 1 - 1e-6)
        rows.append(
            ArticleRow(
                article=data.name,
                odds=seen.look.odds,
                features=figures_of(seen.candidates, seen.look, first_odds),
                right=np.array([bool(evidence) and holds(text, evidence) for text in texts]),
                answerable=topic.answerable,
                confidence=float(np.log(sure / (1 - sure))),
                signals=figures,
            )
        )
    return rows


def _text(candidate: Candidate) -> str:
    paragraph = candidate.paragraph
    return paragraph.local(paragraph.sentences[candidate.place]).of(paragraph.text)


def learn_lines(
    data: Sequence[DataSet], answerer_of: Callable[[DataSet, ArticleLines | None], Answerer]
) -> tuple[Plain, dict[str, float]]:
    """Both lines in plain form (``bot.answer.within_articles``), and what they are worth on articles left out.

    ``answerer_of`` gives an Answerer over a set's articles with given lines. The confidence is learned from what the
    line of sentences has chosen.
    """
    rows = [row for each in data for row in article_rows(answerer_of(each, None), each)]
    sentences = _sentence_line(rows)
    lines = ArticleLines(Line.from_plain(sentences), AS_IT_IS)
    chosen = [row for each in data for row in article_rows(answerer_of(each, lines), each)]
    measures = {**_sentence_measures(rows), **_confidence_measures(chosen)}
    return {"sentences": sentences, "confidence": _confidence_line(chosen)}, measures


def _sentence_measures(rows: Sequence[ArticleRow]) -> dict[str, float]:
    answering = [row for row in rows if row.right.any()]
    alone = [row.right[np.argmax(row.odds)] for row in answering]
    again = _left_out(answering, _sentence_line, lambda line, row: float(row.right[np.argmax(_odds(line, row))]))
    return {
        "questions on articles": len(rows),
        "quote@1 in articles, forests alone": round(float(np.mean(alone)), 4),
        "quote@1 in articles": round(float(np.mean(again)), 4),
    }


def _confidence_measures(rows: Sequence[ArticleRow]) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    answerable = np.array([row.answerable for row in rows])
    sure = np.array(_left_out(rows, _confidence_line, _sureness))
    threshold = float(np.quantile(sure[answerable], 0.05))
    return {
        "auroc in articles, forests alone": round(
            float(roc_auc_score(answerable, [row.confidence for row in rows])), 4
        ),
        "auroc in articles": round(float(roc_auc_score(answerable, sure)), 4),
        "unanswerable refused in articles where 5 % of answerable are": round(
            float((sure[~answerable] < threshold).mean()), 4
        ),
    }


def _left_out(
    rows: Sequence[ArticleRow],
    learned: Callable[[Sequence[ArticleRow]], Plain],
    figure: Callable[[Plain, ArticleRow], float],
) -> list[float]:
    """For each row a figure by the line of the other articles, in order."""
    articles = dict.fromkeys(row.article for row in rows)
    lines = {article: learned([row for row in rows if row.article != article]) for article in articles}
    return [figure(lines[row.article], row) for row in rows]


def _odds(line: Plain, row: ArticleRow) -> Floats:
    odds: Floats = line["odds"] * row.odds + row.features @ np.array(list(line["weights"].values()))
    return odds


def _sureness(line: Plain, row: ArticleRow) -> float:
    return sure_again(Line.from_plain(line), 1 / (1 + math.exp(-row.confidence)), row.signals)


def _sentence_line(rows: Sequence[ArticleRow]) -> Plain:
    """A listwise logistic regression: the cross entropy of "top one", as the forests' own."""
    from scipy.optimize import minimize

    lists = [row for row in rows if row.right.any()]
    scales = _scales(row.features for row in lists)
    columns = [np.column_stack([row.odds, row.features / scales]) for row in lists]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slopes = 0.0, np.zeros(len(weights))
        for row, figures in zip(lists, columns, strict=True):
            scores = figures @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = np.where(row.right, shares, 0.0)
            total -= float(np.log(max(right.sum(), 1e-300)))
            slopes += figures.T @ (shares - right / right.sum())
        drawn = np.concatenate(([0.0], weights[1:]))
        return total + _SENTENCE_PULL * float(drawn @ drawn), slopes + 2 * _SENTENCE_PULL * drawn

    start = np.concatenate(([1.0], np.zeros(len(scales))))
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    # In the forests' own measure, which the signals of confidence are used to.
    return _plain((*SENTENCE_FEATURES, *LOOK_FEATURES), 1.0, found[1:] / scales / found[0], 0.0)


def _confidence_line(rows: Sequence[ArticleRow]) -> Plain:
    """A logistic regression of whether the article answers."""
    from sklearn.linear_model import LogisticRegression

    # How the questions at hand happen to be spread over kinds and sizes says nothing of others.
    names = sorted(name for name in rows[0].signals if not name.startswith("kind_") and name != "paragraphs")
    told = [np.array([row.signals[name] for name in names]) for row in rows]
    scales = _scales(told)
    figures = np.array([[row.confidence, *(each / scales)] for row, each in zip(rows, told, strict=True)])
    model = LogisticRegression(C=1 / (2 * _CONFIDENCE_PULL), max_iter=1000)
    model.fit(figures, [row.answerable for row in rows])
    weights = model.coef_[0]
    return _plain(names, weights[0], weights[1:] / scales, float(model.intercept_[0]))


def _scales(features: Iterable[Floats]) -> Floats:
    spread: Floats = np.vstack(list(features)).std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _plain(names: Sequence[str], odds: float, weights: Floats, bias: float) -> Plain:
    short = [float(f"{weight:.6g}") for weight in weights]
    return {"odds": float(f"{odds:.6g}"), "weights": dict(zip(names, short, strict=True)), "bias": float(f"{bias:.6g}")}
