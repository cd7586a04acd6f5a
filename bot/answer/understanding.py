"""From what was typed to what is searched: names the corpus uses, slips mended, English rendered, what is left out
carried over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.answer.aliases import Aliases, AliasGroup, mined_groups
from bot.answer.asked import Asked, as_asked
from bot.answer.english import is_english, is_rendered, question_word, rendered, telling_words
from bot.answer.english_cover import Meant
from bot.answer.following_up import rewrite
from bot.answer.glosses import Glosses
from bot.answer.lexicon import Lexicon
from bot.answer.model import Conversation
from bot.answer.repairing import repairs
from bot.answer.romanised import with_names_in_chinese
from bot.answer.small_talk import asked_in
from bot.answer.within_articles import reads_like_an_article
from bot.answer.wording import Piece, Wording
from index.searcher import Searcher
from index.terms.analyzer import Granularity

Dictionary = Callable[[], str]
"""Gives the text of a Chinese-English dictionary in CC-CEDICT's form; empty where there is none."""

_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_ALIAS_WEIGHT = 0.3
_ALIKE = 0.8
"""Share of the best passage's score from which on the next fits about as well."""
_REMEMBERED = 64
_NAMES = 1_000
"""Of how many names it is remembered how often they occur, and of how many pairs whether one stands alone."""
_LOOKED_AT = 20
"""How many paragraphs are looked at to tell a corpus's script."""
_MANY = 20_000
"""In more paragraphs than this, names are looked for in those that share the question's words, at each question."""
_SHARING = 10
"""How many of those are looked at."""
_ALONE = 8
"""How many paragraphs are looked at to tell whether a name stands without another."""
_SETTLING = 8
"""How many paragraphs are looked at to tell which rendering of an English word is meant."""


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


@dataclass(frozen=True, slots=True)
class _Plain:
    """A question by itself, in the corpus's words: its text, and for one in English its pieces and what it means."""

    text: str
    pieces: tuple[Piece, ...] = ()
    meant: tuple[Meant, ...] = ()


class Understanding:
    """Understands questions put to a Searcher's articles. Word lists are made when a question first needs them."""

    def __init__(
        self, searcher: Searcher, table: Sequence[AliasGroup] = (), dictionary: Dictionary | None = None
    ) -> None:
        self._searcher = searcher
        self._table = tuple(table)
        self._dictionary = dictionary
        self._lexicon = Lexicon(searcher)
        self._remembered: dict[str, _Plain] = {}
        # Questions name the same few things again and again.
        self._count = lru_cache(_NAMES)(self._count_anew)
        self._name = lru_cache(_NAMES)(self._folded)
        self._is_alone = lru_cache(_NAMES)(self._is_alone_anew)

    @cached_property
    def _mined(self) -> tuple[AliasGroup, ...]:
        return mined_groups(paragraph.text for paragraph in self._searcher.paragraphs)

    @cached_property
    def _aliases(self) -> Aliases:
        return Aliases((*self._mined, *self._table), self._name)

    @cached_property
    def _tabled(self) -> Aliases:
        return Aliases(self._table, self._name)

    def _aliases_for(self, text: str) -> Aliases:
        """The names of the table and those that the corpus explains, as far as a text may have to do with them."""
        if len(self._searcher.paragraphs) <= _MANY:
            return self._aliases
        query = self._searcher.analyzer.query(text)
        ranking = self._searcher.search(query, _SHARING) if query else ()
        mined = mined_groups(self._searcher.paragraph(hit.paragraph).text for hit in ranking)
        return Aliases((*mined, *self._table), self._name) if mined else self._tabled

    def _renamed(self, text: str) -> Mapping[str, str]:
        """The names in a question that the corpus lacks, each with the corpus's name for it."""
        # In a large corpus the table has to do: a name that the corpus lacks is none that it explains.
        aliases = self._aliases if len(self._searcher.paragraphs) <= _MANY else self._tabled
        return aliases.renamed(text, self._count)

    @cached_property
    def _glosses(self) -> Glosses | None:
        entries = self._dictionary() if self._dictionary is not None else ""
        few = len(self._searcher.paragraphs) <= _MANY
        rarity = self._searcher.analyzer.segmenter.rarity
        return Glosses(entries, self._presence, rarity, sifted=few) if entries else None

    def of(self, text: str, conversation: Conversation) -> Understood:
        """A question's text, in its conversation, as it should be searched."""
        plain = self._plain(text)
        rewriting = rewrite(
            self._searcher.analyzer,
            plain.text,
            conversation,
            lambda earlier: self._plain(earlier).text,
            self._ambiguous,
            self._unheard,
        )
        wording = Wording(self._searcher.analyzer, self._searcher.stats.frequencies)
        for piece in plain.pieces:
            wording.add_piece(piece)
        if not plain.pieces:
            wording.add(self._searcher.analyzer.query(rewriting.text))
        for carried, weight in rewriting.carried:
            wording.add_known(carried, weight)
        names = self._add_names(wording, " ".join([rewriting.text, *(carried for carried, _ in rewriting.carried)]))
        asked = as_asked(self._searcher, self._folded(rewriting.text), wording.query, wording.stands_for)
        asked = replace(asked, meant=plain.meant)
        others = [name for piece in plain.pieces for name, _ in piece.others]
        shown = " + ".join([rewriting.shown(), *names])
        words = " ".join([rewriting.text, *(carried for carried, _ in rewriting.carried), *names, *others])
        return Understood(asked, shown, words, shown != text)

    def _add_names(self, wording: Wording, text: str) -> tuple[str, ...]:
        """Adds the corpus's other names of what a text names; gives those that the text has not."""
        added: list[str] = []
        for name, others in self._aliases_for(text).named(text, self._known):
            said = [term for term in self._searcher.analyzer.query(name) if term in wording.query]
            others = tuple(other for other in others if self._is_alone(other, name))
            weight = _ALIAS_WEIGHT * max((wording.query[term] for term in said), default=0.0)
            wording.add_synonyms(said, [(other, weight) for other in others] if weight else [])
            added.extend(others)
        return tuple(dict.fromkeys(added))

    def _is_alone_anew(self, other: str, name: str) -> bool:
        """Whether a passage has one name of a thing without another: else it would only count the thing twice."""
        query = self._searcher.analyzer.query(other)
        hits = self._searcher.search(query, _ALONE) if query else ()
        own, another = self._folded(other), self._folded(name)
        texts = (self._folded(self._searcher.paragraph(hit.paragraph).text) for hit in hits)
        return any(own in text and another not in text for text in texts)

    def mended(self, text: str) -> str:
        """The text in the corpus's names, without courtesies, gaps between characters, and slips."""
        text = self._in_its_wording(_GAPS.sub("", asked_in(text)))
        text = _replaced(text, self._renamed(text), self._folded)
        slips = repairs(self._searcher, self._lexicon, text, is_english(text, self._has))
        if not slips:
            return text
        text = _replaced(text, slips, self._folded)
        # What was a slip may turn out to be a name.
        return _replaced(text, self._renamed(text), self._folded)

    def _in_its_wording(self, text: str) -> str:
        """The text in mainland or Taiwan wording (软件, 软体), where the corpus knows more of its words so."""
        written = self._searcher.analyzer.normaliser.variants(text)
        strange = self._strange_words(written[0])
        if not strange:
            return text
        if len(written) > 1 and self._strange_words(written[1]) < strange:
            return written[1]
        if self._is_traditional:
            taiwanese = self._searcher.analyzer.normaliser.taiwanese(written[0])
            return taiwanese if self._strange_words(taiwanese) < strange else text
        return text

    def _strange_words(self, folded: str) -> int:
        """How many words of a folded text the corpus lacks."""
        words = {t.term for t in self._searcher.analyzer.content_tokens(folded) if t.granularity is Granularity.WORD}
        return sum(word not in self._searcher.stats.frequencies for word in words if not word[2:].isascii())

    @cached_property
    def _is_traditional(self) -> bool:
        """Whether the corpus is in traditional script, by a look at its beginning."""
        texts = "".join(paragraph.text for paragraph in self._searcher.paragraphs[:_LOOKED_AT])
        return any(character in texts for character in "這個們為來時會國學說")

    def _plain(self, text: str) -> _Plain:
        if text not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = self._rendered(self.mended(text), is_english(text, self._has))
        return self._remembered[text]

    def _rendered(self, text: str, english: bool) -> _Plain:
        """An English question in the corpus's language, where that helps: it knows not all its words as they are."""
        glosses = self._glosses if english else None
        if glosses is None:
            return _Plain(text)
        text = with_names_in_chinese(self._lexicon, text, lambda word: is_rendered(word, glosses))
        pieces = self._settled(rendered(text, glosses, self._has))
        if not pieces:
            return _Plain(text)
        whole = " ".join(filter(None, [question_word(text), *(piece.text for piece in pieces)]))
        return _Plain(whole, pieces, self._meant(text, glosses))

    def _meant(self, text: str, glosses: Glosses) -> tuple[Meant, ...]:
        """What an English question means; only the models of articles make use of it."""
        if not reads_like_an_article(len(self._searcher.paragraphs), len(self._searcher.articles)):
            return ()
        mentions = {word: glosses.mentions(word) for word in telling_words(text)}
        return tuple(
            Meant(word, math.log1p(glosses.size / (1 + len(words))), words) for word, words in mentions.items()
        )

    def _settled(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The pieces, each by the way to say it that the paragraphs best matching all of them have."""
        wording = Wording(self._searcher.analyzer, self._searcher.stats.frequencies)
        for piece in pieces:
            wording.add_piece(piece)
        hits = self._searcher.search(wording.query, _SETTLING) if wording.query else ()
        texts = [(hit.score**2, self._folded(self._searcher.paragraph(hit.paragraph).text)) for hit in hits]
        return tuple(_led_by_the_likeliest(piece, texts) for piece in pieces)

    def _ambiguous(self, text: str) -> bool:
        """Whether the best passage for a text is hardly better than the next."""
        query = self._searcher.analyzer.query(text)
        if not any(term[0] == Granularity.WORD and term in self._searcher.stats.frequencies for term in query):
            return True
        hits = self._searcher.search(query, 2)
        return len(hits) == 2 and hits[1].score > _ALIKE * hits[0].score

    def _unheard(self, text: str) -> bool:
        """Whether a text has a word of two characters or more that the corpus lacks, however it is cut there."""
        tokens = self._searcher.analyzer.content_tokens(self._folded(text), strictly=True)
        words = {token.text for token in tokens if token.granularity is Granularity.WORD and len(token.text) > 1}
        return any(not word[0].isdigit() and not self._presence(word) for word in words)

    def _has(self, word: str) -> bool:
        return f"w:{word}" in self._searcher.stats.frequencies

    def _presence(self, word: str) -> float:
        """How surely the corpus has a Chinese word."""
        if self._has(word):
            return 1.0
        known = self._searcher.stats.frequencies
        pairs = [f"b:{word[place : place + 2]}" for place in range(len(word) - 1)] or [f"u:{word}"]
        return 0.6 if all(pair in known for pair in pairs) else 0.0

    def _known(self, name: str) -> bool:
        """Whether every word of a name occurs in the corpus."""
        return self._count(name) > 0

    def _count_anew(self, name: str) -> int:
        """In how many paragraphs the rarest word of a name occurs."""
        terms = (term for term in self._searcher.analyzer.bag(name) if term.startswith("w:"))
        return min((self._searcher.stats.frequencies.get(term, 0) for term in terms), default=0)

    def _folded(self, text: str) -> str:
        return self._searcher.analyzer.normaliser(text)


def _led_by_the_likeliest(piece: Piece, texts: Sequence[tuple[float, str]]) -> Piece:
    ways = {piece.text: 1.0, **dict(piece.others)}
    if len(ways) == 1 or piece.text.isascii():
        return piece
    support = {way: weight * sum(score for score, text in texts if way in text) for way, weight in ways.items()}
    lead = max(ways, key=lambda way: (support[way], ways[way]))
    others = tuple((way, min(1.0, weight / ways[lead])) for way, weight in ways.items() if way != lead)
    return Piece(lead, others, piece.weight)


def _replaced(text: str, instead: Mapping[str, str], folded: Callable[[str], str]) -> str:
    if not instead:
        return text
    plain = folded(text)
    pattern = "|".join(re.escape(folded(part)) for part in instead)
    by_folded = {folded(part): new for part, new in instead.items()}
    return re.sub(pattern, lambda found: by_folded[found[0]], plain)
