"""What quotations are worth: whether an answer stands in them, and how near the answering phrase comes.

    Passage@k   1 if a text that answers stands in one of the first k quotes, else 0
    Quote@1     1 if one stands in the key sentence of the first quote, the nearest passage of an abstention included:
                whether the right sentence was found
    Answered@1  the same, but an abstention counts 0: whether the user was told
    Refused     of a question that cannot be answered: 1 for an abstention, else 0
    EM, F1      exact match and overlap of the answering phrase (the key sentence where none is marked) with the
                nearest of the answers, as in CMRC 2018; an abstention counts as it would have answered

"Stands in" compares folded texts: NFKC, case folded, traditional script made simplified, white space taken out.
EM and F1 follow the definition published with CMRC 2018 (Cui et al., "A Span-Extraction Dataset for Chinese Machine
Reading Comprehension", EMNLP 2019): a list of signs is taken out and letters are made small; EM compares what is left;
for F1 a text becomes tokens, each Chinese character one and the words between them whole, and precision and recall come
from the longest run of tokens that both texts hold. The best of the answers counts. Runs of Latin text are cut by a
pattern here and by NLTK there, which differ in rare cases (``it's``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from index.evaluation.model import Replied, Topic
from index.terms.normal import Normaliser

PASSAGE_CUTOFFS = (1, 5)
QUOTE, ANSWERED, REFUSED, EXACT, OVERLAP = "Quote@1", "Answered@1", "Refused", "EM", "F1"

# The signs the definition leaves out. Others become tokens of their own.
_SIGNS = re.compile(r"[-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』]+")
_TOKEN = re.compile(r"[\u4e00-\u9fa5]|[^\W\u4e00-\u9fa5]+(?:[.,][^\W\u4e00-\u9fa5]+)*|[^\w\s]")


_PASSAGES = 1 << 15
"""How many passages' texts are remembered as they were folded: all systems are judged by the same."""


class Holder:
    """Says whether a text holds one of several others, all folded. Folded texts are remembered."""

    def __init__(self) -> None:
        self._fold = cache(_Fold())

    def __call__(self, text: str, wanted: Sequence[str]) -> bool:
        """Whether one of ``wanted`` stands in ``text``. What folds to nothing stands nowhere."""
        return bool(wanted) and self._stands(wanted, self._fold(text))

    def in_passage(self, text: str, wanted: Sequence[str]) -> bool:
        """The same; the folded text is remembered for other Holders too."""
        return bool(wanted) and self._stands(wanted, _folded_passage(text))

    def _stands(self, wanted: Sequence[str], folded: str) -> bool:
        return any(one in folded for one in map(self._fold, wanted) if one)


class _Fold:
    """Callable, and hashable by identity, so that each Holder remembers its own."""

    def __init__(self) -> None:
        self._normalise = Normaliser()

    def __call__(self, text: str) -> str:
        return "".join(self._normalise(text).split())


_folded_passage = lru_cache(_PASSAGES)(_Fold())


def passage_values(topic: Topic, texts: Sequence[str], holds: Holder) -> Mapping[str, float]:
    """``Passage@k`` of passages' texts, best first; nothing for a topic without answers."""
    wanted = [answer.text for answer in topic.answers]
    if not topic.answerable or not wanted:
        return {}
    first = next(
        (place for place, text in enumerate(texts[: max(PASSAGE_CUTOFFS)]) if holds.in_passage(text, wanted)), None
    )
    return {f"Passage@{k}": float(first is not None and first < k) for k in PASSAGE_CUTOFFS}


def quote_values(topic: Topic, reply: Replied, holds: Holder) -> Mapping[str, float]:
    """``Quote@1`` and ``Answered@1``, or ``Refused``; nothing where only passages are known."""
    wanted = [answer.text for answer in topic.answers]
    if not topic.answerable:
        return {REFUSED: float(reply.abstained)}
    if not wanted:
        return {}
    found = float(bool(reply.quotes) and holds(reply.quotes[0].key, wanted))
    return {QUOTE: found, ANSWERED: 0.0 if reply.abstained else found}


def phrase_values(topic: Topic, reply: Replied) -> Mapping[str, float]:
    """``EM`` and ``F1``; nothing for a topic whose data marks no answers in its passage."""
    answers = [answer.text for answer in topic.answers]
    if not topic.answerable or not answers:
        return {}
    first = reply.quotes[0] if reply.quotes else None
    given = _bare("" if first is None else first.answer if first.answer is not None else first.key)
    wanted, found = list(map(_bare, answers)), _tokens(given)
    return {EXACT: float(given in wanted), OVERLAP: max([_overlap(_tokens(one), found) for one in wanted])}


def exact_match(answer: str, given: str) -> float:
    """1 where both texts are the same but for the signs left out and case, else 0."""
    return float(_bare(answer) == _bare(given))


def overlap(answer: str, given: str) -> float:
    """F1 of the longest run of tokens in both texts: precision over ``given``, recall over ``answer``."""
    return _overlap(tokens(answer), tokens(given))


def _overlap(wanted: Sequence[str], found: Sequence[str]) -> float:
    common = _longest_common_run(wanted, found)
    if not common:
        return 0.0
    precision, recall = common / len(found), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def tokens(text: str) -> list[str]:
    """Mixed segmentation: Chinese characters one by one, words and numbers between them whole, small letters."""
    return _tokens(_bare(text))


def _tokens(bare: str) -> list[str]:
    return _TOKEN.findall(bare)


def _bare(text: str) -> str:
    return _SIGNS.sub("", text.lower().strip())


def _longest_common_run(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest run of tokens that stands in both, unbroken."""
    # Each different token becomes one character, so that str's own search can look for runs; most are one already.
    short, long = "".join(one), "".join(other)
    if len(short) + len(long) > len(one) + len(other):
        names: dict[str, str] = {}
        short, long = ("".join([names.setdefault(token, chr(len(names))) for token in text]) for text in (one, other))
    if short in long:
        return len(short)  # So it is for most answers: they stand in the sentence that was marked.
    best = 0
    for start in range(len(short)):
        while start + best < len(short) and short[start : start + best + 1] in long:
            best += 1
    return best
