"""Follow-up questions: what a question leaves out is carried over from the conversation.

A question leans on what was said before when it points back (``它``, ``那…呢``) or says too little to stand alone
(``为什么?``, ``投了多少钱?``). Its query then gains the words of the questions before it, and the names in the sentence
that answered last, each at less weight than its own words. A question that stands alone is left alone, so that a new
topic does not drag the old one along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answer.model import Answer, Conversation
from bot.answer.question_type import Kind, question_type
from index.terms.analyzer import Analyzer, Granularity, Token

_POINTING = re.compile(
    r"[它他她牠]们?|^其|(?:^|[,。;])其(?:中|他|它|余)|(?:^|[^一-龥])?(?:这|那|该)(?:[个些种位家款件项次篇]|里|时|样|么|$)|此[事举人外]|前者|后者|上述|刚才|刚刚"
    r"|\b(?:it|its|he|his|him|she|her|they|their|them|that one|this one)\b"
)
_CONTINUING = re.compile(r"^(?:那么?|还有|另外|然后|接着|所以|(?:and|what about|how about)\b)|呢[?？]?$")
_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9.\-]*(?:\s[A-Z][A-Za-z0-9.\-]*)*")
_ENOUGH_WORDS = 3
_CARRIED_WEIGHT = 0.5
_FADING = 0.7
"""What an utterance's words keep of their weight with each one said after it."""
_REMEMBERED = 6
_HINTING_WEIGHT = 0.12
"""What earlier words weigh where the question's own fit one passage best, or may stand alone: enough to choose between
passages that they fit alike, too little to drag back what was answered before."""
_NAME_SHARE = 0.8
"""What the names in the last answer weigh beside the words of the last question."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question with what it leaves out.

    Attributes:
        text: what to search and to read the question's type from.
        carried: texts carried over, each with the weight its terms get.
    """

    text: str
    carried: tuple[tuple[str, float], ...] = ()

    def shown(self) -> str:
        """The rewriting for a reader: the question, and what was added to it."""
        return " + ".join([self.text, *dict.fromkeys(text for text, _ in self.carried)])


def rewrite(
    analyzer: Analyzer,
    text: str,
    conversation: Conversation,
    plain: Callable[[str], str] = str,
    ambiguous: Callable[[str], bool] = lambda _: False,
    unheard: Callable[[str], bool] = lambda _: False,
) -> Rewriting:
    """The question as it should be searched, given what was said before.

    Args:
        analyzer: makes words of texts.
        text: the question, in the corpus's words.
        conversation: what was said before.
        plain: puts an earlier question in the corpus's words.
        ambiguous: whether several passages fit a question alike, so that what it is about may have been left out.
        unheard: whether a question has a word that no passage has: what says so by itself is on another matter.
    """
    if not conversation.turns or (not _goes_on(analyzer, text) and unheard(text)):
        return Rewriting(text)
    leaning, open_ = leans_on_before(analyzer, text), ambiguous(text)
    own = _content_words(analyzer, text)
    if not leaning and (_names_something(text) or not own or not open_):
        return Rewriting(text)
    weight = first = _CARRIED_WEIGHT if leaning and (open_ or _points_back(analyzer, text)) else _HINTING_WEIGHT
    carried: list[tuple[str, float]] = []
    for turn in conversation.turns[: -_REMEMBERED - 1 : -1]:
        earlier = plain(turn.question)
        words = _carried_words(analyzer, earlier, own)
        carried.extend([(words, weight)] if words else [])
        weight *= _FADING
        if not leans_on_before(analyzer, earlier) and _names_something(earlier):
            break
    last = conversation.turns[-1]
    if leaning and isinstance(last.reply, Answer):
        quote = last.reply.quotes[0]
        names = [name for name in _NAMES.findall(quote.key.of(quote.text)) if name not in last.question]
        carried.extend((name, _NAME_SHARE * first) for name in dict.fromkeys(names))
    typed = _with_type(analyzer, text, plain(last.question)) if leaning and open_ else text
    return Rewriting(typed, tuple(carried))


def leans_on_before(analyzer: Analyzer, text: str) -> bool:
    """Whether a question points back or says too little to stand alone."""
    words = _content_words(analyzer, text)
    if _goes_on(analyzer, text):
        return True
    return len(words) < _ENOUGH_WORDS and not _names_something(text) and not _has_strange_word(analyzer, words)


def _goes_on(analyzer: Analyzer, text: str) -> bool:
    """Whether a question says itself that it goes on from what was said before."""
    if _points_back(analyzer, text):
        return True
    continues = _CONTINUING.search(analyzer.normaliser(text).strip()) is not None
    return continues and len(_content_words(analyzer, text)) <= _ENOUGH_WORDS


def _points_back(analyzer: Analyzer, text: str) -> bool:
    """Whether a pronoun points to what was said before, and not to what stands before it in the same question."""
    folded = analyzer.normaliser(text).strip()
    pointing = _POINTING.search(folded)
    return pointing is not None and not _said_before(analyzer, folded[: pointing.start()])


def _said_before(analyzer: Analyzer, beginning: str) -> bool:
    """Whether what stands before a pronoun may be what it points to: 叶乔波…,她…."""
    return any(not any(map(str.isdigit, word)) and len(word) > 1 for word in _content_words(analyzer, beginning))


def _has_strange_word(analyzer: Analyzer, words: Iterable[str]) -> bool:
    """Whether a word is in no dictionary, as most names are: with it even two words can be a whole question."""
    return any(len(word) > 1 and not word.isascii() and analyzer.segmenter.rarity(word) >= 1 for word in words)


def _names_something(text: str) -> bool:
    """Whether a text has a name one can see: in Latin letters, or a title in book marks."""
    return _NAMES.search(text) is not None or "《" in text


def _content_words(analyzer: Analyzer, text: str) -> list[str]:
    """The words of a text, none within another."""
    tokens = [t for t in analyzer.content_tokens(analyzer.normaliser(text)) if t.granularity is Granularity.WORD]
    whole = (token for token in tokens if not any(_within(token, other) for other in tokens))
    return list(dict.fromkeys(token.text for token in whole))


def _within(token: Token, other: Token) -> bool:
    return other.start <= token.start and token.end <= other.end and len(other.text) > len(token.text)


def _carried_words(analyzer: Analyzer, before: str, own: Iterable[str]) -> str:
    """The words of an earlier question, without those the new one replaces: a name by a name of the same shape."""
    replaced = {_shape(word) for word in own if _shape(word)}
    kept = [word for word in _content_words(analyzer, before) if not _shape(word) or _shape(word) not in replaced]
    return " ".join(kept)


def _shape(word: str) -> str:
    """``gpt4`` and ``gpt5`` have one shape; Han words have none."""
    return re.sub(r"\d+", "0", word) if word.isascii() and any(map(str.isdigit, word)) else ""


def _with_type(analyzer: Analyzer, text: str, before: str) -> str:
    """``那GPT-5呢?`` asks what the question before asked: its question word is added."""
    if question_type(analyzer.normaliser(text)).kind is not Kind.OTHER:
        return text
    asked = question_type(analyzer.normaliser(before))
    return f"{text} {asked.word}{asked.focus}" if asked.kind is not Kind.OTHER else text
