"""The sentences that may answer, and what there is to see about each of them.

Every sentence of the best paragraphs is a Candidate. Its features compare it with the question: how much of the
question it covers at each granularity, alone and with its neighbours; what it says that the question does not; and
whether that looks like the kind of thing asked for. Features are named numbers on scales that do not depend on the
collection's size, so that what is learned on one collection holds on another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from bot.answer.asked import Asked
from bot.answer.contrast import contrasts
from bot.answer.coverage import Cover, cover, mass_share
from bot.answer.question_type import Kind
from bot.answer.sentence_text import MARKS, common_run, marks, numbers
from corpus.model import Paragraph
from index.model import Ranking
from index.scoring import idf
from index.searcher import Searcher

_PARAGRAPHS = (3, 12)
_SENTENCES = 24


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        paragraph: the paragraph it stands in.
        rank: that paragraph's place in the Ranking, from 0.
        place: the sentence's place in the paragraph, from 0.
        folded: its text, folded.
        shown: the surface marks of the sentence.
        features: what there is to see, by name.
    """

    paragraph: Paragraph
    rank: int
    place: int
    folded: str
    shown: frozenset[str]
    features: Mapping[str, float]

    @property
    def text(self) -> str:
        """The sentence as it is written."""
        return self.paragraph.local(self.paragraph.sentences[self.place]).of(self.paragraph.text)


def candidates(searcher: Searcher, question: Asked, ranking: Ranking) -> tuple[Candidate, ...]:
    """Every sentence of a Ranking's best paragraphs, in the Ranking's order, then of the paragraph after the best.

    How many paragraphs that is depends on their size: three of an encyclopedia's, up to twelve of an article's
    short ones. The paragraph after the best may answer without a word in common: ``…让人吃惊。`` / ``因为…``.
    """
    looked_at = _worth_a_look(searcher, ranking)
    relative = {hit.paragraph: hit.score / ranking[0].score for hit in looked_at}
    following = searcher.beside(looked_at[0].paragraph, 1)
    if following is not None:
        relative.setdefault(following, 0.0)
    scores = {id: searcher.sentence_scores(question.query, id) for id in relative}
    best = max((score for each in scores.values() for score in each), default=0.0) or 1.0
    edges = {id: (searcher.beside(id, -1), searcher.beside(id, 1)) for id in relative}
    said = _said(searcher, question, [*relative, *(each for pair in edges.values() for each in pair if each)])
    contrasts_in_all = iter(contrasts(question.query, [terms for id in relative for terms in said[id]]))
    of_all = _of_question(searcher, question)
    # Many sentences, alone and with those beside them, have the same words of the question: each row is weighed once.
    cover_of = lru_cache(maxsize=None)(partial(cover, question))
    found: list[Candidate] = []
    asked = frozenset(term[2:] for term in question.query if term[0] == "w")
    for rank, (id, of_best) in enumerate(relative.items()):
        before, after = edges[id]
        seen = _Seen(
            [score / best for score in scores[id]],
            [words - asked for words in searcher.sentence_words(id)],
            said[id],
            [next(contrasts_in_all) for _ in said[id]],
            question.words & said[before][-1] if before else frozenset(),
            question.words & said[after][0] if after else frozenset(),
        )
        shared = {
            **of_all,
            "paragraph_score": of_best,
            "paragraph_first": float(rank == 0),
            "paragraph_follows": float(following == id),
        }
        found.extend(_of_paragraph(searcher, question, cover_of, searcher.paragraph(id), rank, seen, shared))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a paragraph's sentences before each is looked at by itself.

    Attributes:
        scores: how well each matches, beside the best of all candidates.
        new: the words of each that the question has not.
        said: the question's terms that each holds.
        contrasts: how much each has of the question that the other candidates have not.
        above: the question's words in the sentence before the first.
        below: the question's words in the sentence after the last.
    """

    scores: Sequence[float]
    new: Sequence[frozenset[str]]
    said: Sequence[set[str]]
    contrasts: Sequence[float]
    above: frozenset[str]
    below: frozenset[str]


def _worth_a_look(searcher: Searcher, ranking: Ranking) -> Ranking:
    sentences = 0
    for place, hit in enumerate(ranking):
        if place >= _PARAGRAPHS[1] or (place >= _PARAGRAPHS[0] and sentences >= _SENTENCES):
            return ranking[:place]
        sentences += len(searcher.paragraph(hit.paragraph).sentences)
    return ranking


def _of_question(searcher: Searcher, question: Asked) -> dict[str, float]:
    """The features that all candidates of a question share."""
    return {
        **{f"kind_{kind.value}": float(question.type.kind is kind) for kind in Kind},
        "beside_before_rarity": question.wide.get("w:" + question.beside.before, 0.0),
        "beside_after_rarity": question.wide.get("w:" + question.beside.after, 0.0),
        "paragraphs": math.log1p(len(searcher.paragraphs)),
        "marks_wanted": float(len(question.wanted)),
    }


def _of_paragraph(
    searcher: Searcher,
    question: Asked,
    cover_of: Callable[[frozenset[str]], Cover],
    paragraph: Paragraph,
    rank: int,
    seen: _Seen,
    shared: Mapping[str, float],
) -> list[Candidate]:
    scores = seen.scores
    words = [question.words & each for each in seen.said]
    covers = [cover_of(each) for each in words]
    whole = cover_of(frozenset().union(*words))
    apart = contrasts(question.query, seen.said)
    most_apart = max(apart, default=0.0)
    best = max(scores, default=0.0) or 1.0
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    best_cover = max((each.words for each in covers), default=0.0)
    shared = {
        **shared,
        "cover_paragraph": whole.words,
        "cover_rare_in_paragraph": whole.rare,
        "cover_wide_in_paragraph": whole.wide,
        "sentences": math.log1p(len(words)),
    }
    made: list[Candidate] = []
    for place, text in enumerate(paragraph.sentence_texts()):
        folded = searcher.analyzer.normaliser(text)
        shown = marks(folded)
        own, said, last = covers[place], seen.said[place], place == len(words) - 1
        with_before = cover_of(words[place] | (words[place - 1] if place else seen.above))
        with_after = cover_of(words[place] | (seen.below if last else words[place + 1]))
        gain_before = with_before.words - own.words
        features = {
            **shared,
            **_marked(shown),
            **_of_what_is_new(searcher, question, folded, seen.new[place]),
            **_of_what_is_wanted(question, folded, shown),
            "score_in_paragraph": scores[place] / best,
            "order_in_paragraph": float(order.index(place)),
            "after_best": float(place > 0 and order[0] == place - 1),
            "before_best": float(not last and order[0] == place + 1),
            "cover_gap": best_cover - own.words,
            "contrast": apart[place],
            "contrast_gap": most_apart - apart[place],
            "contrast_in_all": seen.contrasts[place],
            "score": scores[place],
            "cover_words": own.words,
            "cover_bigrams": mass_share(question, "b", said),
            "cover_unigrams": mass_share(question, "u", said),
            "cover_rare": own.rare,
            "cover_rare_with_before": with_before.rare,
            "cover_count": own.count,
            "cover_wide": own.wide,
            "cover_wide_with_before": with_before.wide,
            "cover_known": own.known,
            "cover_known_with_before": with_before.known,
            "beside_before": own.before,
            "beside_after": own.after,
            "beside_before_with_before": with_before.before,
            "beside_after_with_before": with_before.after,
            "gain_before": gain_before,
            "gain_after": with_after.words - own.words,
            "score_before": scores[place - 1] if place else 0.0,
            "score_after": 0.0 if last else scores[place + 1],
            "leaning_gain": gain_before if "leaning" in shown else 0.0,
            "common_run": common_run(question.folded, folded) / 12,
            "first": float(place == 0),
            "last": float(last),
            "position": place / len(words),
            "length": math.log1p(len(folded)) / 5,
            "tiny": float(len(folded) < 8),
        }
        made.append(Candidate(paragraph, rank, place, folded, shown, features))
    return made


@lru_cache(1 << 10)
def _marked(shown: frozenset[str]) -> Mapping[str, float]:
    """A feature for each mark that a sentence may show; few sentences show what no other does."""
    return {f"mark_{mark}": float(mark in shown) for mark in MARKS}


def _of_what_is_new(searcher: Searcher, question: Asked, folded: str, new: frozenset[str]) -> dict[str, float]:
    """What a sentence says that the question does not; ``new`` are its words that are not the question's."""
    focus = question.type.focus
    names = [word for word in new if word.isascii() and len(word) > 1 and word[0].isalpha()]  # Latin words.
    return {
        "focus_in": float(bool(focus) and focus in folded),
        "focus_ends": float(bool(focus) and not {word[-1] for word in new}.isdisjoint(focus)),
        "new_words": math.log1p(len(new)) / 4,
        "nothing_new": float(not new),
        "new_names": math.log1p(len(names)),
        "rarest_name": _greatest_rarity(searcher, names),
    }


def _of_what_is_wanted(question: Asked, folded: str, shown: frozenset[str]) -> dict[str, float]:
    """Whether a sentence looks like the kind of thing asked for."""
    wanted, kind, focus = question.wanted, question.type.kind, question.type.focus
    new_numbers = {number: unit for number, unit in numbers(folded).items() if number not in question.numbers}
    met = wanted & shown
    return {
        "new_numbers": float(len(new_numbers)),
        "marks_met": len(met) / (len(wanted) or 1),
        "money_met": float("money" in met) - float("money" in wanted),
        "duration_met": float("duration" in met) - float("duration" in wanted),
        "list_met": float("list" in met) - float("list" in wanted),
        "asking": float("asking" in shown),
        "number_wanted": float(kind is Kind.NUMBER and bool(new_numbers)),
        "unit_wanted": float(kind in (Kind.NUMBER, Kind.WHEN) and bool(focus) and focus[0] in new_numbers.values()),
    }


def _said(searcher: Searcher, question: Asked, paragraphs: Iterable[str]) -> dict[str, list[set[str]]]:
    """The question's terms that the sentences of paragraphs say, themselves or by a synonym."""
    each = list(dict.fromkeys(paragraphs))
    shared = searcher.shared_terms(question.query, each)
    return {id: list(map(question.said_by, sentences)) for id, sentences in zip(each, shared, strict=True)}


def _greatest_rarity(searcher: Searcher, words: Sequence[str]) -> float:
    """How rare the rarest of some words is in the collection, 1 at most; 0 without any."""
    if not words:
        return 0.0
    stats = searcher.stats
    return _rarity(stats.paragraphs, min([stats.frequencies.get(f"w:{word}", 0) for word in words]))


@lru_cache(1 << 10)
def _rarity(paragraphs: int, frequency: int) -> float:
    """How rare what ``frequency`` of ``paragraphs`` paragraphs hold is, beside what none does."""
    return idf(paragraphs, frequency) / idf(paragraphs, 0)
