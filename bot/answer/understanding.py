"""From what was typed to what is searched: names the corpus uses, slips mended, what is left out carried over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answer.aliases import Aliases, AliasGroup, mined_groups
from bot.answer.candidates import Asked, as_asked
from bot.answer.following_up import rewrite
from bot.answer.model import Conversation
from bot.answer.repairing import Lexicon, repairs
from index.searcher import Searcher

_ALIAS_WEIGHT = 0.7
_MANY = 20_000
"""In more paragraphs than this, names are looked for in those that share the question's words, at each question."""
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Understood:
    """A question ready to be searched.

    Attributes:
        asked: the terms and what is known of them.
        shown: the text searched, for a reader.
        words: every text whose words are worth marking in a passage.
        changed: whether anything but the question's own words is searched.
    """

    asked: Asked
    shown: str
    words: str
    changed: bool


class Understanding:
    """Understands questions put to a Searcher's articles. Word lists are made when a question first needs them."""

    def __init__(self, searcher: Searcher, table: Sequence[AliasGroup] = ()) -> None:
        self._searcher = searcher
        self._table = tuple(table)
        self._lexicon = Lexicon(searcher)

    @cached_property
    def _mined(self) -> tuple[AliasGroup, ...]:
        return mined_groups(paragraph.text for paragraph in self._searcher.paragraphs)

    @cached_property
    def _explained(self) -> Aliases:
        return Aliases(self._mined, self._folded)

    @cached_property
    def _aliases(self) -> Aliases:
        return Aliases((*self._mined, *self._table), self._folded)

    @cached_property
    def _tabled(self) -> Aliases:
        return Aliases(self._table, self._folded)

    def _explained_to(self, text: str) -> Aliases:
        """The names that the corpus explains, as far as a question may have to do with them."""
        if len(self._searcher.paragraphs) <= _MANY:
            return self._explained
        query = self._searcher.analyzer.query(text)
        ranking = self._searcher.search(query, _LOOKED_AT) if query else ()
        texts = (self._searcher.paragraph(hit.paragraph).text for hit in ranking)
        return Aliases(mined_groups(texts), self._folded)

    def _renamed(self, text: str) -> Mapping[str, str]:
        """The names in a question that the corpus lacks, each with the corpus's name for it."""
        if len(self._searcher.paragraphs) <= _MANY:
            return self._aliases.renamed(text, self._known)
        # A name that the corpus lacks is none that it explains.
        return self._tabled.renamed(text, self._known)

    def of(self, text: str, conversation: Conversation) -> Understood:
        """A question's text, in its conversation, as it should be searched."""
        mended = self.mended(text)
        rewriting = rewrite(self._searcher.analyzer, mended, conversation)
        names = tuple(name for name in self._explained_to(mended).explained(mended) if self._known(name))
        query = dict(self._searcher.analyzer.query(rewriting.text))
        for extra, weight in (*rewriting.carried, *((name, _ALIAS_WEIGHT) for name in names)):
            for term, value in self._searcher.analyzer.query(extra).items():
                # What the corpus never says cannot help, and would only make the question look unanswerable.
                if term in self._searcher.stats.frequencies:
                    query.setdefault(term, weight * value)
        asked = as_asked(self._searcher, self._folded(rewriting.text), query)
        shown = " + ".join([rewriting.shown(), *names])
        words = " ".join([rewriting.text, *(carried for carried, _ in rewriting.carried), *names])
        return Understood(asked, shown, words, shown != text)

    def mended(self, text: str) -> str:
        """The text in the corpus's names and without slips."""
        text = _replaced(text, self._renamed(text), self._folded)
        return _replaced(text, repairs(self._searcher, self._lexicon, text), self._folded)

    def _known(self, name: str) -> bool:
        """Whether every word of a name occurs in the corpus."""
        terms = [term for term in self._searcher.analyzer.bag(name) if term.startswith("w:")]
        return bool(terms) and all(term in self._searcher.stats.frequencies for term in terms)

    def _folded(self, text: str) -> str:
        return self._searcher.analyzer.normaliser(text)


def _replaced(text: str, instead: Mapping[str, str], folded: Callable[[str], str]) -> str:
    if not instead:
        return text
    plain = folded(text)
    pattern = "|".join(re.escape(folded(part)) for part in instead)
    by_folded = {folded(part): new for part, new in instead.items()}
    return re.sub(pattern, lambda found: by_folded[found[0]], plain)
