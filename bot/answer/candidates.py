"""The sentences that may answer, and what there is to see about each of them.

Every sentence of the best paragraphs is a Candidate. Its features compare it with the question: how much of the
question it covers at each granularity, alone and with its neighbours; what it says that the question does not; and
whether that looks like the kind of thing asked for. Features are named numbers on scales that do not depend on the
collection's size, so that what is learned on one collection holds on another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer.asked import Asked
from bot.answer.contrast import contrasts
from bot.answer.coverage import beside, by_granularity, count_share, share
from bot.answer.question_type import Kind
from bot.answer.sentence_text import MARKS, common_run, marks, numbers
from corpus.model import Paragraph
from index.model import Ranking
from index.searcher import Searcher

_PARAGRAPHS = (3, 12)
_SENTENCES = 24
_MARK_NAMES = tuple((f"mark_{mark}", mark) for mark in MARKS)


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
    following = searcher.neighbour(looked_at[0].paragraph, 1)
    if following is not None:
        relative.setdefault(following.id, 0.0)
    scores = {id: searcher.sentence_scores(question.query, id) for id in relative}
    best = max((score for each in scores.values() for score in each), default=0.0) or 1.0
    bags = {id: searcher.sentence_terms(id) for id in relative}
    said = {id: [question.said_by(bag) for bag in each] for id, each in bags.items()}
    contrasts_in_all = iter(contrasts(question.query, [terms for each in said.values() for terms in each]))
    found: list[Candidate] = []
    for rank, (id, of_best) in enumerate(relative.items()):
        matching = [score / best for score in scores[id]]
        seen = _Seen(matching, bags[id], said[id], [next(contrasts_in_all) for _ in said[id]])
        shared = {
            "paragraph_score": of_best,
            "paragraph_first": float(rank == 0),
            "paragraph_follows": float(following is not None and following.id == id),
        }
        found.extend(_of_paragraph(searcher, question, searcher.paragraph(id), rank, seen, shared))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a paragraph's sentences before each is looked at by itself.

    Attributes:
        scores: how well each matches, beside the best of all candidates.
        bags: the distinct terms of each.
        said: the question's terms that each holds.
        contrasts: how much each has of the question that the other candidates have not.
    """

    scores: Sequence[float]
    bags: Sequence[list[str]]
    said: Sequence[set[str]]
    contrasts: Sequence[float]


def _worth_a_look(searcher: Searcher, ranking: Ranking) -> Ranking:
    sentences = 0
    for place, hit in enumerate(ranking):
        if place >= _PARAGRAPHS[1] or (place >= _PARAGRAPHS[0] and sentences >= _SENTENCES):
            return ranking[:place]
        sentences += len(searcher.paragraph(hit.paragraph).sentences)
    return ranking


def _of_paragraph(
    searcher: Searcher,
    question: Asked,
    paragraph: Paragraph,
    rank: int,
    seen: _Seen,
    shared: Mapping[str, float],
) -> list[Candidate]:
    scores, bags, terms = seen.scores, seen.bags, seen.said
    apart = contrasts(question.query, terms)
    most_apart = max(apart, default=0.0)
    whole: set[str] = set().union(*terms)
    paragraph_cover = by_granularity(question, whole)["w"]
    rare_cover = share(question.rarities, whole)
    wide_cover = share(question.wide, whole)
    above = _edge(searcher, question, searcher.neighbour(paragraph.id, -1), last=True)
    below = _edge(searcher, question, searcher.neighbour(paragraph.id, 1), last=False)
    best = max(scores, default=0.0) or 1.0
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    covers = [by_granularity(question, each) for each in terms]
    best_cover = max((cover["w"] for cover in covers), default=0.0)
    kinds = {f"kind_{kind.value}": float(question.type.kind is kind) for kind in Kind}
    focus = question.type.focus
    made: list[Candidate] = []
    for place, text in enumerate(paragraph.sentence_texts()):
        folded = searcher.analyzer.normaliser(text)
        shown = marks(folded)
        cover = covers[place]
        before = terms[place - 1] if place else above
        after = terms[place + 1] if place + 1 < len(terms) else below
        unasked = [term for term in bags[place] if term[0] == "w" and term not in question.query]
        new = {term[2:] for term in unasked}
        rare = [_rarity(searcher, term) for term in unasked if _is_name(term)]
        new_numbers = {n: unit for n, unit in numbers(folded).items() if n not in question.numbers}
        features = {
            **shared,
            **kinds,
            **{name: float(mark in shown) for name, mark in _MARK_NAMES},
            "score_in_paragraph": scores[place] / best,
            "order_in_paragraph": float(order.index(place)),
            "after_best": float(place > 0 and order[0] == place - 1),
            "before_best": float(place + 1 < len(scores) and order[0] == place + 1),
            "cover_gap": best_cover - cover["w"],
            "contrast": apart[place],
            "contrast_gap": most_apart - apart[place],
            "contrast_in_all": seen.contrasts[place],
            "focus_in": float(bool(focus) and focus in folded),
            "focus_ends": float(bool(focus) and any(word[-1] in focus for word in new)),
            "new_numbers": float(len(new_numbers)),
            "score": scores[place],
            "cover_words": cover["w"],
            "cover_bigrams": cover["b"],
            "cover_unigrams": cover["u"],
            "cover_paragraph": paragraph_cover,
            "cover_rare": share(question.rarities, terms[place]),
            "cover_rare_with_before": share(question.rarities, terms[place] | before),
            "cover_rare_in_paragraph": rare_cover,
            "cover_count": count_share(question.wide, terms[place]),
            "cover_wide": share(question.wide, terms[place]),
            "cover_wide_with_before": share(question.wide, terms[place] | before),
            "cover_wide_in_paragraph": wide_cover,
            "cover_known": share(question.known, terms[place]),
            "cover_known_with_before": share(question.known, terms[place] | before),
            **beside(question, terms[place]),
            **beside(question, terms[place] | before, "_with_before"),
            "beside_before_rarity": question.wide.get("w:" + question.beside.before, 0.0),
            "beside_after_rarity": question.wide.get("w:" + question.beside.after, 0.0),
            "gain_before": by_granularity(question, terms[place] | before)["w"] - cover["w"],
            "gain_after": by_granularity(question, terms[place] | after)["w"] - cover["w"],
            "score_before": scores[place - 1] if place else 0.0,
            "score_after": scores[place + 1] if place + 1 < len(scores) else 0.0,
            "leaning_gain": ("leaning" in shown) * (by_granularity(question, terms[place] | before)["w"] - cover["w"]),
            "common_run": common_run(question.folded, folded) / 12,
            "first": float(place == 0),
            "last": float(place == len(terms) - 1),
            "position": place / len(terms),
            "length": math.log1p(len(folded)) / 5,
            "tiny": float(len(folded) < 8),
            "sentences": math.log1p(len(terms)),
            "paragraphs": math.log1p(len(searcher.paragraphs)),
            "new_words": math.log1p(len(new)) / 4,
            "nothing_new": float(not new),
            "new_names": math.log1p(len(rare)),
            "rarest_name": max(rare, default=0.0),
            "marks_wanted": float(len(question.wanted)),
            "marks_met": len(question.wanted & shown) / (len(question.wanted) or 1),
            "money_met": float("money" in question.wanted and "money" in shown) - float("money" in question.wanted),
            "duration_met": float("duration" in question.wanted and "duration" in shown)
            - float("duration" in question.wanted),
            "list_met": float("list" in question.wanted and "list" in shown) - float("list" in question.wanted),
            "asking": float("asking" in shown),
            "number_wanted": float(question.type.kind is Kind.NUMBER and bool(new_numbers)),
            "unit_wanted": float(
                question.type.kind in (Kind.NUMBER, Kind.WHEN)
                and bool(question.type.focus)
                and question.type.focus[0] in new_numbers.values()
            ),
        }
        made.append(Candidate(paragraph, rank, place, folded, shown, features))
    return made


def _edge(searcher: Searcher, question: Asked, paragraph: Paragraph | None, last: bool) -> set[str]:
    """The question's terms in the first or ``last`` sentence of a neighbour; none where there is no neighbour."""
    if paragraph is None:
        return set()
    return question.said_by(searcher.edge_terms(paragraph.id, last))


def _is_name(term: str) -> bool:
    """Whether a term is a Latin word."""
    return term.isascii() and len(term) > 3 and term[2].isalpha()


def _rarity(searcher: Searcher, term: str) -> float:
    """How rare a term is in the collection, 1 at most."""
    return searcher.stats.idf(term) / searcher.stats.idf("")
