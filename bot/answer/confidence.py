"""How sure the answer is: signals of a whole reply, and the probability a model makes of them.

The signals compare question, best candidate and collection on scales that do not depend on the collection's size. What
speaks loudest against an answer is a word asked about, above all a name or a number, that the passage never mentions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from bot.answer import phrase_choice
from bot.answer.asked import Asked
from bot.answer.candidates import Candidate
from bot.answer.coverage import beside
from bot.answer.forest import Forest
from bot.answer.missing_words import missing_words
from bot.answer.name_cover import NAME_COVERS
from bot.answer.question_type import Kind
from bot.answer.second_look import Look
from index.model import Ranking
from index.searcher import Searcher


def signals(
    searcher: Searcher,
    question: Asked,
    ranking: Ranking,
    candidates: Sequence[Candidate],
    look: Look,
) -> dict[str, float]:
    """The named figures behind a confidence; ``candidates`` must not be empty."""
    odds = look.odds
    top = int(np.argmax(odds))
    best = candidates[top]
    phrase = look.phrases.get(top)
    overlaps = [found.overlap for place, found in look.phrases.items() if place != top]
    elsewhere = [odd for odd, other in zip(odds, candidates, strict=True) if other.paragraph is not best.paragraph]
    [in_sentences] = searcher.shared_terms(question.query, [best.paragraph.id])
    in_paragraph = question.said_by(frozenset().union(*in_sentences))
    in_sentence = question.said_by(in_sentences[best.place])
    in_corpus = question.said_by(term for term in question.query if term in searcher.stats.frequencies)
    words = question.rarities
    total = sum(words.values()) or 1.0
    missing = {term: mass for term, mass in words.items() if term not in in_paragraph}
    unknown = {term: mass for term, mass in words.items() if term not in in_corpus}
    second, fifth = (ranking[place].score if len(ranking) > place else 0.0 for place in (1, 4))
    segmenter = searcher.analyzer.segmenter
    lacking = [[term[2:] for term in question.wide if term not in said] for said in (in_sentence, in_paragraph)]
    mass = sum(question.masses.values()) or 1.0
    names = ("score", "cover_words", "cover_bigrams", "cover_unigrams", "cover_paragraph", "gain_before", "common_run")
    rare = ("cover_rare", "cover_rare_with_before", "cover_rare_in_paragraph")
    return {
        "odds_share": float(1 / np.exp(odds - odds[top]).sum()),
        "overlap": 0.0 if phrase is None else phrase.overlap,
        "overlap_lead": (0.0 if phrase is None else phrase.overlap) - max(overlaps, default=0.0),
        "phrase_score": 0.0 if phrase is None else phrase.score,
        "odds_lead": float(odds[top] - max(elsewhere, default=float(odds[top]) - 5)),
        **{name: best.features[name] for name in (*names, *rare)},
        "score_of_possible": best.features["paragraph_score"] * ranking[0].score / mass,
        "score_lead": 1 - second / ranking[0].score,
        "score_lead_of_fifth": 1 - fifth / ranking[0].score,
        **beside(question, in_paragraph, "_in_paragraph"),
        **beside(question, in_corpus, "_in_corpus"),
        **{name: best.features[name] for name in _MORE},
        "unknown_words": float(len(question.wide) - len(question.known)),
        "unknown_wide": 1 - sum(question.wide[term] for term in question.known) / (sum(question.wide.values()) or 1.0),
        "missing_words": math.log1p(len(missing)),
        "missing_rarest": max((segmenter.rarity(term[2:]) for term in missing), default=0.0),
        "missing_numbers": float(sum(term[2].isdigit() for term in missing)),
        "matched_words": math.log1p(len(words) - len(missing)),
        "missing_share": sum(missing.values()) / total,
        "missing_heaviest": max(missing.values(), default=0.0) / (max(words.values(), default=0.0) or 1.0),
        "unknown_share": sum(unknown.values()) / total,
        "missing_names": float(sum(_is_name(term) for term in missing)),
        "unknown_names": float(sum(_is_name(term) for term in unknown)),
        "words": math.log1p(len(words)),
        "paragraphs": math.log1p(len(searcher.paragraphs)),
        "marks_unmet": float(bool(question.wanted) and not best.features["marks_met"]),
        "marks_met": best.features["marks_met"],
        "number_unmet": float(question.type.kind is Kind.NUMBER and not best.features["number_wanted"]),
        **missing_words(segmenter, lacking[0], "_in_sentence"),
        **missing_words(segmenter, lacking[1], "_in_paragraph"),
        **{f"kind_{kind.value}": float(question.type.kind is kind) for kind in Kind},
    }


_NO_PHRASE = [-1.0] * len(phrase_choice.FEATURES)
_NO_NAMES = [-1.0] * len(NAME_COVERS)
SURE = "sure"
"""The name of the first forest's log-odds among the figures of those that come after it."""

_MORE = (
    "beside_before",
    "beside_after",
    "beside_before_with_before",
    "beside_after_with_before",
    "beside_before_rarity",
    "beside_after_rarity",
    "cover_count",
    "cover_wide",
    "cover_wide_in_paragraph",
    "cover_known",
    "contrast",
    "contrast_in_all",
)


def reply_figures(figures: Mapping[str, float], candidates: Sequence[Candidate], look: Look) -> dict[str, float]:
    """The signals, and what there is to see of the best candidate, as ``best_…``, and of its phrase, as ``answer_…``:
    all that a confidence is learned from.
    """
    top = int(np.argmax(look.odds))
    phrase = look.phrases.get(top)
    row = _NO_PHRASE if phrase is None else phrase.row.tolist()
    names = _NO_NAMES if look.names is None else look.names[top].tolist()
    return {
        **figures,
        **{f"best_{name}": value for name, value in candidates[top].features.items()},
        **{f"best_{name}": value for name, value in zip(NAME_COVERS, names, strict=True)},
        **{f"answer_{name}": value for name, value in zip(phrase_choice.FEATURES, row, strict=True)},
        "next_overlap": 0.0 if phrase is None else phrase.next_overlap,
    }


def probability(model: Forest | None, figures: Mapping[str, float]) -> float:
    """The confidence in 0…1; without a model, the share of the question's words that the paragraph covers."""
    if model is None:
        return min(1.0, max(0.0, figures["cover_paragraph"] * (1 - 0.5 * (figures["unknown_names"] > 0))))
    row = np.array([[figures[name] for name in model.features]])
    return logistic(float(model.values(row)[0]))


def logistic(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-min(max(odds, -50.0), 50.0)))


def log_odds(probability: float) -> float:
    """The log-odds of a probability, that of 0 and 1 kept finite."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def _is_name(term: str) -> bool:
    text = term[2:]
    return text.isascii() and len(text) > 1
