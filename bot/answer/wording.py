"""Putting a query together so that what is said in several ways counts once.

A query is a sum over terms, so each further name of a thing would count as a further thing asked for. Here a name's
synonyms are searched too, at less weight, but have no mass of their own: whoever asks how much of the question a
sentence says is told that a synonym says what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.model import Query
from index.terms.analyzer import Analyzer, Granularity


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a question, and other ways to say it.

    Attributes:
        text: the part as it is searched.
        others: its synonyms, each with its weight beside the part's own (1.0 = as much).
        weight: what the part counts in the question.
    """

    text: str
    others: tuple[tuple[str, float], ...] = ()
    weight: float = 1.0


@dataclass
class Wording:
    """A query in the making.

    Attributes:
        query: the terms with their weights.
        stands_for: for each term that only says something another way, the terms it says.
    """

    analyzer: Analyzer
    known: Mapping[str, int]
    query: dict[str, float] = field(default_factory=dict)
    stands_for: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, terms: Query) -> None:
        """Terms in their own right; the greater weight holds where one was there already."""
        for term, weight in terms.items():
            self.query[term] = max(weight, self.query.get(term, 0.0))
            self.stands_for.pop(term, None)

    def add_known(self, text: str, weight: float) -> None:
        """The terms of a text as far as the corpus has them: what it never says cannot help, and would only make the
        question look unanswerable.
        """
        for term, value in self.analyzer.query(text).items():
            if term in self.known:
                self.query.setdefault(term, weight * value)

    def add_piece(self, piece: Piece) -> None:
        """A part of a question by whole tokens, function words and all, with its synonyms.

        The sum of the ways' weights is bounded, so that a word with many translations does not count many times.
        """
        share = _bounded([1.0, *(weight for _, weight in piece.others)])
        terms = dict.fromkeys(self._terms_of(piece.text), piece.weight * share)
        self.add(terms)
        self.add_synonyms(terms, [(name, weight * piece.weight * share) for name, weight in piece.others])

    def add_synonyms(self, said: Iterable[str], names: Sequence[tuple[str, float]]) -> None:
        """Other names, each with its weight, for what some terms of the query say."""
        means = frozenset(said)
        for name, weight in names:
            terms = self._terms_of(name)
            itself = f"{Granularity.WORD}:{self.analyzer.normaliser(name)}"
            for term in terms:
                own = term in self.query and term not in self.stands_for
                if own or term not in self.known:
                    continue
                # 智能 is not yet 人工智能; but of a name in several words (Sam Altman) each will do.
                whole = term == itself if itself in terms else term[0] == Granularity.WORD or len(term) == len(itself)
                self.stands_for[term] = self.stands_for.get(term, frozenset()) | (means if whole else frozenset())
                self.query[term] = max(weight, self.query.get(term, 0.0))

    def _terms_of(self, text: str) -> list[str]:
        """The terms of a text; of a Chinese word the corpus does not cut so, only those that it has."""
        tokens = self.analyzer.tokens(self.analyzer.normaliser(text))
        terms = list(dict.fromkeys(token.term for token in tokens))
        return [term for term in terms if term in self.known] or terms


_TOTAL = 1.5


def _bounded(weights: Sequence[float]) -> float:
    """What to multiply weights by for their sum to stay within bounds."""
    return min(1.0, _TOTAL / sum(weights))
