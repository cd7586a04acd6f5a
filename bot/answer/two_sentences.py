"""When one sentence does not answer, and the one beside it must be quoted with it.

A reason may stand in the sentence before the one that draws the conclusion (``…。因此…``); what was announced comes
after (``原因有二。一是…。二是…``); two things asked about have a sentence each; a sentence that asks is answered by the
next. Each rule looks at the surface of question and sentences only, and all are narrow: most answers are one sentence,
and a key that is longer than it must be hides what answers. Where none applies, and two sentences side by side are
about as likely to answer, both are quoted. Works on folded text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.asked import Asked
from bot.answer.candidates import Candidate
from bot.answer.question_type import Kind
from bot.answer.sentence_text import common_run
from corpus.model import Span

_MOST = 4
"""Sentences of a key at most: the items of a list have one each where ``;`` parts them."""
_LONGEST = 400
"""Characters of a key of several sentences at most."""
_HALF_AS_LIKELY = math.log(2)
"""How far the log-odds of two sentences are apart of which one is half as likely as the other."""
_SHORT_QUESTION = 25
_SHORT_CALL = 10

_SEVERAL = re.compile(
    r"哪[些几两二三四五]|(?<!多)几[个点种项条大]?(?:方面|原因|理由|条件|步骤?|要素|好处|用途|作用|特点)|分别|各[是有自]|有(?:什么|何|啥)|什么内容"
    r"|[两二三四](?:个|点|种|项|条|大)"
)
_OPEN = frozenset((Kind.WHY, Kind.HOW, Kind.WHICH, Kind.WHAT, Kind.OTHER))
_ORIGIN = re.compile(r"(?:怎么|怎样|如何|何以)(?:来|得名|形成|产生)|由来|来由|来历")
_CONCLUDES = re.compile(
    r"^[“「『\"(]?(?:并?(?:因此|因而)|所以|于是|为此|由此|故(?:此|而|[^事宫乡意障居土])|正因(?:为此|如此)|这样(?:一来)?,"
    r"|这也?(?:使|让|导致|促使|就是))|^[^,。;:]{1,12}(?<![心为])(?:因此|因而|于是|为此|由此)"
)
_OWN_REASON = re.compile(
    r"因(?![此而素果])|由于|鉴于|为了|以(?:确保|[便免防求示期])|借此|希望|令|让|导致|造成|[,;][^,。;]{0,6}(?:因此|因而|所以|于是)|故|目的|避免|担心"
    r"|出于|基于|,[以为]|理由|考虑|想|怕|从而|有助|方便|有利|需要|纪念|象征|意味|取自|源|来自|得名|认为|觉得|不满|缺乏|不足|无法|不能|受"
    r"|以[^,。]{1,8}(?:命名|为名)"
)
"""What a sentence may have that gives a reason itself."""
_THINKS = r"(?<!被)(?:认为|觉得|担心|顾虑|考虑|解释说|嫌|害?怕)"
_GIVES = re.compile(
    rf"^(?!所以|于是|故)[^,。;因]{{0,14}}(?:{_THINKS}|理由|[原远近]因|证据)|^之所以|^[^,。;因]{{1,14}},[^,。;因]{{0,10}}(?:理由|原因)"
)
_THOUGHT = re.compile(rf"^[^,。;因]{{0,14}}{_THINKS}")
_POINTS_BACK = re.compile(r"^(?:[他她它]们?|其|随后)")
_ANNOUNCES = re.compile(r":$|(?:如下|以下(?:[二两三四五几]?[个点种项条][^,。:;]{0,6})?)[。:]$")
_NAMES_REASON = re.compile(r"^[^是乃此,。;]{0,14}(?:理由|原因|缘故|道理|考虑|顾虑)[^,。;:是为]{0,4}[。:]$")
_SAME_WORDS = 3
"""Characters in a row that a sentence has of the question where it says what is to be explained."""
_COUNTS = re.compile(r"[有是](?:[二两三四五几])(?:大?[个点种项条方大][^,。:;]{0,6})?[。:]$")
_ASKS = re.compile(r"[?]\s*[”」』\"]?$")
_COMPARES = re.compile(
    r"(?:什么|何|哪些|最大)的?(?:不同|区别|差[异别])(?!的)|(?:不同|区别|差[异别])(?:之处)?(?:[是在有]|$|[?])|分别|各[是有在自为]"
)
_JOINS = re.compile(r"以及|和|与|及|跟|同")
_LEADING = 6
"""How far from a sentence's beginning its subject may stand."""
_APART = re.compile(r"分别(?!的)")
_LISTS = re.compile(r":[^、:;]{2,};$")
"""A sentence that begins a list and has one item of it."""
_SORTS = re.compile(
    "原因|理由|目的|方法|办法|方式|用途|作用|特点|特征|特色|条件|措施|问题|困难|好处|优点|缺点|区别|差异|意义|功能|贡献|成就"
)
_ONE_OF_THEM = re.compile(r"另|之一|[一第最主首]")
_ONE_MORE = (
    r"^[^,。;]{{0,10}}(?:另(?:外)?(?:一|有|[两几])|(?:也|亦|还|同样)(?:可能|会)?[是有为]|其次)[^,。;]{{0,12}}{sort}"
    r"|{sort}(?:之一)?[还也亦](?:有|是|包括)"
)
_QUOTES = re.compile("[:“”「」『』]")
_OPENERS, _CLOSERS = re.compile("[“「『]"), re.compile("[”」』]")

_TAIL = r"(?=[,、:是个条点种项类方在])"
_ORDERS: tuple[tuple[str, ...], ...] = (
    ("一是", "二是", "三(?:就|则)?是", "四(?:就|则)?是"),
    ("首先", "其次|然后|接着", "再次|再者|最后|第三", "最后"),
    (f"第一{_TAIL}", f"第二{_TAIL}", f"第三{_TAIL}", f"第四{_TAIL}"),
    ("其一", "其二", "其三", "其四"),
    ("一方面", "另一方面"),
    (f"一来{_TAIL}", "二来", "三来"),
    (r"[(]1[)]", r"[(]2[)]", r"[(]3[)]", r"[(]4[)]"),
    (r"1[.、](?!\d)", r"2[.、](?!\d)", r"3[.、](?!\d)", r"4[.、](?!\d)"),
)
_ITEMS = tuple(
    (re.compile(rf"(?:^|[,:]\s?)(?:{order[0]})"), *(re.compile(rf"^[而但并和及]?(?:{item})") for item in order[1:]))
    for order in _ORDERS
)
_FIRST_ITEM = re.compile("|".join(f"^(?:{order[0]})" for order in _ORDERS) + "|^一[个条种](?:原因|理由)?是")
_AN_ITEM = re.compile("|".join(item.removesuffix(_TAIL) for order in _ORDERS for item in order))


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences in a row that answer together.

    Attributes:
        first: the place of the first in the paragraph, from 0.
        last: the place of the last.
        phrase: the place of the one in which the answering phrase stands.
    """

    first: int
    last: int
    phrase: int


def whole_answer(
    question: Asked,
    candidates: Sequence[Candidate],
    best: int,
    *,
    in_article: bool = False,
    odds: NDArray[np.float64] | None = None,
) -> tuple[Span, int]:
    """The range of the sentences that answer, in the text of the paragraph that the best candidate stands in; and the
    place among the candidates of the one with the answering phrase.

    ``in_article`` says that they stand in an article and not in an entry of an encyclopedia, which tells what it tells
    at once. By ``odds``, log-odds of one candidate against another, two sentences side by side of which either may
    answer are both taken.
    """
    paragraph, place = candidates[best].paragraph, candidates[best].place
    sentences = [one.folded for one in candidates if one.paragraph.id == paragraph.id]
    run = answering_run(question, sentences, place, in_article=in_article)
    if odds is not None and run.first == run.last:
        own = odds[best - place : best - place + len(sentences)].tolist()
        run = _either(own, sentences, place)
    whole = Span(paragraph.sentences[run.first].start, paragraph.sentences[run.last].end)
    return paragraph.local(whole), best + run.phrase - place


def answering_run(question: Asked, sentences: Sequence[str], place: int, *, in_article: bool = False) -> Run:
    """The sentences of a paragraph that answer together, the best one among them, which nearly always is alone.

    ``sentences`` are the paragraph's, folded.
    """
    for run in _runs(question, sentences, place, in_article):
        length = sum(map(len, sentences[run.first : run.last + 1]))
        if 0 < run.last - run.first < _MOST and length <= _LONGEST:
            return run
    return Run(place, place, place)


def _either(odds: Sequence[float], sentences: Sequence[str], place: int) -> Run:
    """A sentence with the likelier of those beside it, where that is half as likely at least."""
    beside = [other for other in (place - 1, place + 1) if 0 <= other < len(sentences)]
    other = max(beside, key=lambda other: odds[other], default=place)
    first, last = min(place, other), max(place, other)
    if odds[place] - odds[other] > _HALF_AS_LIKELY or sum(map(len, sentences[first : last + 1])) > _LONGEST:
        return Run(place, place, place)
    return Run(first, last, place)


def _runs(question: Asked, sentences: Sequence[str], place: int, in_article: bool) -> Iterator[Run]:
    """What the rules would make of a place, the surest first."""
    here = sentences[place]
    items = _list_around(question, sentences, place)
    yield Run(items.start, items.stop - 1, place)
    if question.type.kind in _OPEN and _SEVERAL.search(question.folded) and _LISTS.search(here):
        yield Run(place, _clauses_from(sentences, place), place)
    if place:
        before = sentences[place - 1]
        if _concludes(question, here) or _thought_before(question, before, here):
            yield Run(place - 1, place, place - 1)
        if _is_one_more(question, here) or _are_halves(question.folded, before, here):
            yield Run(place - 1, place, place)
    if place + 1 < len(sentences):
        after = sentences[place + 1]
        if _announces(question, here, after):
            yield Run(place, _list_around(question, sentences, place + 1, announced=True).stop - 1, place + 1)
            yield Run(place, place + 1, place + 1)
        if _explains(question, here, after) or _asks_itself(question, here, after):
            yield Run(place, place + 1, place + 1)
        if _is_one_more(question, after) or _breaks_off(question, here, after):
            yield Run(place, place + 1, place)
        if _are_halves(question.folded, here, after) or (in_article and _only_repeats(question, here)):
            yield Run(place, place + 1, place)


def _list_around(question: Asked, sentences: Sequence[str], place: int, announced: bool = False) -> range:
    """The items of a list, a sentence each, of which the place is one; the place alone where the list is not asked for.

    A why-question is answered by the whole list where the list is announced (``原因有两个:一是…``); else an item may be
    a reason of its own.
    """
    alone = range(place, place + 1)
    several = _SEVERAL.search(question.folded) is not None or question.type.kind is Kind.HOW
    if not announced and (_AN_ITEM.search(question.folded) or question.type.kind not in _OPEN):
        return alone
    for items in _ITEMS:
        number = next((n for n, item in enumerate(items) if item.search(sentences[place])), None)
        if number is None:
            continue
        within = number == 0 and items[0].match(sentences[place]) is None
        if not (announced or several or (within and question.type.kind is Kind.WHY)):
            continue
        first = last = place
        while number and first and items[number - 1].search(sentences[first - 1]):
            first, number = first - 1, number - 1
        number += last - first
        while last + 1 < len(sentences) and number + 1 < len(items) and items[number + 1].search(sentences[last + 1]):
            last, number = last + 1, number + 1
        if last > first:
            return range(first, last + 1)
    return alone


def _clauses_from(sentences: Sequence[str], place: int) -> int:
    """The place of the last clause of a list whose clauses end in ``;``, as many of them as a key may have."""
    last = place
    while last + 1 < len(sentences) and last + 1 - place < _MOST and sentences[last].endswith(";"):
        last += 1
    return last


def _concludes(question: Asked, sentence: str) -> bool:
    """Whether a sentence only says what came of the reason that was asked for, which stands before it."""
    wanted = question.type.kind is Kind.WHY or _ORIGIN.search(question.folded)
    return bool(
        wanted
        and _CONCLUDES.search(sentence)
        and not _OWN_REASON.search(_CONCLUDES.sub("", sentence))
        and common_run(question.folded, sentence) >= _SAME_WORDS
    )


def _announces(question: Asked, sentence: str, following: str) -> bool:
    """Whether a sentence says that what was asked for comes next."""
    if question.type.kind not in _OPEN:
        return False
    counted = _COUNTS.search(sentence) and _FIRST_ITEM.search(following)
    named = question.type.kind is Kind.WHY and _NAMES_REASON.search(sentence)
    return bool(_ANNOUNCES.search(sentence) or counted or named)


def _explains(question: Asked, sentence: str, following: str) -> bool:
    """Whether a sentence only says what is to be explained, and the next what somebody thought of it."""
    return bool(question.type.kind is Kind.WHY and not _OWN_REASON.search(sentence) and _GIVES.search(following))


def _only_repeats(question: Asked, sentence: str) -> bool:
    """Whether a sentence says what is to be explained and gives no reason; articles give it next about as often as not.

    Of our articles' why-questions with such a sentence, 41 % are answered by it and 31 % by the next; of CMRC 2018's
    and DRCD's, 75 % and 8 %.
    """
    return (
        question.type.kind is Kind.WHY
        and not _OWN_REASON.search(sentence)
        and common_run(question.folded, sentence) >= _SAME_WORDS
    )


def _thought_before(question: Asked, before: str, sentence: str) -> bool:
    """Whether a sentence says what somebody did, and the one before it what they thought."""
    return bool(
        question.type.kind is Kind.WHY
        and _POINTS_BACK.search(sentence)
        and not _OWN_REASON.search(sentence)
        and _THOUGHT.search(before)
    )


def _is_one_more(question: Asked, sentence: str) -> bool:
    """Whether a sentence gives one more of what several were asked for: another reason, another use."""
    sort = _SORTS.search(question.folded) if question.type.kind in _OPEN else None
    if sort is None or _ONE_OF_THEM.search(question.folded):
        return False
    return re.search(_ONE_MORE.format(sort=sort[0]), sentence) is not None


def _asks_itself(question: Asked, sentence: str, following: str) -> bool:
    """Whether a sentence is only a short question or call, which the next one answers."""
    if _ASKS.search(sentence):
        own = len(sentence) <= _SHORT_QUESTION and not _QUOTES.search(sentence)
        return own and not _ASKS.search(following)
    short = sentence.endswith("!") and len(sentence) <= _SHORT_CALL
    return short and question.type.kind in (Kind.WHY, Kind.HOW)


def _breaks_off(question: Asked, sentence: str, following: str) -> bool:
    """Whether a sentence ends within the words that were asked for, and the next closes the quotation."""
    return "speech" in question.wanted and _opened(sentence) > 0 > _opened(following)


def _opened(sentence: str) -> int:
    """How many quotations a sentence opens more than it closes."""
    return len(_OPENERS.findall(sentence)) - len(_CLOSERS.findall(sentence))


def _are_halves(folded: str, one: str, other: str) -> bool:
    """Whether a question compares two things, of which each of two sentences has one as its subject."""
    if not _COMPARES.search(folded):
        return False
    within = _LONGEST if _APART.search(folded) else _LEADING
    for join in _JOINS.finditer(folded):
        left, right = folded[: join.start()], folded[join.end() :]
        for first, second in ((one, other), (other, one)):
            subject = _said(first, (left[start:] for start in range(max(0, len(left) - 10), len(left) - 1)), within)
            counterpart = _said(second, (right[:end] for end in range(min(10, len(right)), 1, -1)), within)
            if subject and counterpart and subject not in second and counterpart not in first:
                return True
    return False


def _said(sentence: str, names: Iterator[str], within: int) -> str | None:
    """The first of some names that a sentence has ``within`` its first characters, where its subject stands."""
    if _POINTS_BACK.search(sentence):
        return None
    return next((name for name in names if 0 <= sentence.find(name) <= within), None)
