"""A question as the index sees it: its terms, what each weighs, and what kind of thing it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.answer.english_cover import Meant
from bot.answer.nearest_words import Beside, words_beside
from bot.answer.question_type import QuestionType, question_type, wanted_marks
from bot.answer.sentence_text import numbers
from index.model import Query
from index.searcher import Searcher


@dataclass(frozen=True)
class Asked:
    """A question as the index sees it.

    Attributes:
        folded: the text, folded.
        query: its terms with their weights.
        masses: each term's weight times its idf in the corpus.
        rarities: for its words, the same times how rare they are in the language at large (squared), which a small
            corpus cannot tell: 名字 may occur once in an article, and says little all the same.
        stands_for: for each term of the query that is only another way to say something, the terms it says.
        wide: for its words, the weight times how rare they are in the language at large alone.
        found: the terms of the query that the corpus has.
        meant: of a question in English, its words with what the dictionary has to do with them.
    """

    folded: str
    query: Query
    masses: Mapping[str, float]
    rarities: Mapping[str, float]
    stands_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wide: Mapping[str, float] = field(default_factory=dict)
    found: frozenset[str] = frozenset()
    meant: tuple[Meant, ...] = ()

    @cached_property
    def known(self) -> Mapping[str, float]:
        """Those of ``wide`` that the corpus has, themselves or by a synonym."""
        said = self.said_by(self.found)
        return {term: weight for term, weight in self.wide.items() if term in said}

    def said_by(self, terms: Iterable[str]) -> set[str]:
        """The question's terms that are among some terms, themselves or by a synonym; each once."""
        if not self.stands_for:
            return self.masses.keys() & terms
        held = set(terms)
        others = [self.stands_for[term] for term in self.stands_for.keys() & held]
        # What a synonym stands for may itself be only a synonym of something else, and have no mass.
        return self.masses.keys() & held.union(*others)

    @cached_property
    def synonyms(self) -> tuple[frozenset[str], ...]:
        """For each of its words, in the order of ``wide``, itself and those of the query that only say it otherwise."""
        others = [(other[2:], said) for other, said in self.stands_for.items()]
        return tuple(frozenset([term[2:], *(other for other, said in others if term in said)]) for term in self.wide)

    @cached_property
    def type(self) -> QuestionType:
        """What kind of thing it asks for."""
        return question_type(self.folded)

    @cached_property
    def beside(self) -> Beside:
        """The words beside its question word."""
        return words_beside(self.folded, self.type, [term[2:] for term in self.wide])

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The marks its answer should show."""
        return wanted_marks(self.folded)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers it mentions."""
        return frozenset(numbers(self.folded))

    @cached_property
    def mass(self) -> Mapping[str, float]:
        """The total mass of its terms by granularity prefix (``w``, ``b``, ``u``)."""
        totals = dict.fromkeys("wbu", 0.0)
        for term, mass in self.masses.items():
            totals[term[0]] += mass
        return totals

    @cached_property
    def masses_by_prefix(self) -> Mapping[str, Mapping[str, float]]:
        """Its ``masses``, those of each granularity prefix by themselves."""
        found: dict[str, dict[str, float]] = {prefix: {} for prefix in "wbu"}
        for term, mass in self.masses.items():
            found[term[0]][term] = mass
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Its terms that are words."""
        return frozenset(self.masses_by_prefix["w"].keys() | self.wide.keys() | self.rarities.keys())


def asked(searcher: Searcher, text: str) -> Asked:
    """A question's text as the index sees it."""
    query = searcher.analyzer.query(text)
    return as_asked(searcher, searcher.analyzer.normaliser(text), query)


def as_asked(
    searcher: Searcher, folded: str, query: Query, stands_for: Mapping[str, frozenset[str]] | None = None
) -> Asked:
    """Folded text with a query of its own making; the terms of ``stands_for`` have no mass of their own."""
    stands_for = stands_for or {}
    masses = {term: weight * searcher.stats.idf(term) for term, weight in query.items() if term not in stands_for}
    rarity = searcher.analyzer.segmenter.rarity
    rarities = {term: mass * rarity(term[2:]) ** 2 for term, mass in masses.items() if term[0] == "w"}
    wide = {term: query[term] * rarity(term[2:]) for term in rarities}
    found = frozenset(term for term in query if term in searcher.stats.frequencies)
    return Asked(folded, query, masses, rarities, stands_for, wide, found)
