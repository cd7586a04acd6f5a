"""Which line of a page is its headline, and what it is called without the site's name behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from statistics import median_low
from typing import Final

from corpus.characters import fingerprint, squeezed
from corpus.seen import Seen
from corpus.shapes import Shape

LONGEST: Final = 80
"""Lines with more characters than this are never a headline."""

_SUBTITLE: Final = 16
_NAME: Final = 6
_WIDE: Final = 18
_TOP: Final = 200
_LEAST: Final = 0.8
_PLAIN_AS_DAY: Final = 3.0
_SITES = (
    "网|網|新闻|新聞|资讯|資訊|知乎|百科|全书|全書|日报|日報|晚报|晚報|早报|时报|時報|商报|通讯社|博客|博客园|头条|頭條|头条号|频道|頻道|在线|在線|论坛|論壇|门户|官网|官網|网站|網站"
    "|csdn|豆瓣|虎嗅|36氪|微博|专栏|專欄|财经|財經|哔哩哔哩|bilibili|简书|掘金|搜狐|新浪|网易|腾讯|wikipedia|blog|周刊|杂志|雜誌|社区|社區|小红书|公众号|\\.com|\\.cn"
)
_PAUSE = re.compile(r"[，,。；;]")
_SUFFIXES: Final = (
    re.compile(rf"\s*[_|｜丨]\s*[^_|｜丨]{{0,14}}?(?:{_SITES})\s*$", re.IGNORECASE),
    re.compile(rf"\s*[-–—]\s*[^-–—_|｜丨，。：]{{0,10}}?(?:{_SITES})\s*$", re.IGNORECASE),
    re.compile(r"\s+[-–—]\s+[^-–—。]{1,20}$|_[^_，。：]{1,12}$"),
)


def bare_title(text: str) -> str:
    """A headline without the names of site and section behind it (``…_科技频道_某某网``, ``… - 知乎``)."""
    title = squeezed(text)
    for suffix in (*_SUFFIXES, *_SUFFIXES):
        shorter = suffix.sub("", title).strip()
        if len(shorter) >= 4:
            title = shorter
    return title


def says_title(key: str, title: str) -> bool:
    """Whether a line, by its fingerprint, is the title, or the title with the names of site and sections behind it."""
    return key == title or (len(title) >= 2 and key.startswith(title) and key[len(title)] in "_|｜丨-–—")


def find_title(page: Sequence[Seen], furnished: bool) -> int | None:
    """The number of the line that is the headline, or None.

    Args:
        page: the page's lines.
        furnished: whether there is furniture on the page. Where there is none, only a first line can be the headline.
    """
    labelled = next((number for number, seen in enumerate(page) if _is_labelled(seen, "标题")), None)
    if labelled is not None:
        return labelled
    if not furnished:
        return 0 if _heads_a_plain_text(page) else None
    occurrences = Counter(seen.key for seen in page)
    tops = [seen.key for seen in page[:_TOP] if len(seen.line.text) <= 2 * LONGEST]
    # Where the whole body stands on the page twice, twice is nothing special.
    usual = median_low([occurrences[seen.key] for seen in page if seen.shape >= Shape.SENTENCE] or [1])
    best, best_score = None, _LEAST
    below_text = False
    for number in _candidates(page):
        seen = page[number]
        key = fingerprint(bare_title(seen.line.text))
        repetitions = occurrences[key] + sum(says_title(top, key) and top != key for top in tops) - usual
        score = _score(page, number, repetitions)
        # Below a first sentence (a lead, a banner) only what is plainly the headline counts as one.
        if below_text and repetitions < 1 and not any(other.byline for other in page[number + 1 : number + 2]):
            continue
        below_text = below_text or seen.shape >= Shape.SENTENCE
        if score > best_score:
            best, best_score = number, score
    # What a page was called elsewhere is better than a line that merely might be its headline.
    original = next((number for number, seen in enumerate(page) if _is_labelled(seen, "原标题")), None)
    if original is not None and best_score < _PLAIN_AS_DAY:
        return original
    return 0 if best is None and _heads_a_plain_text(page) else best


def _is_subject(page: Sequence[Seen], number: int) -> bool:
    """Whether the first sentences begin with what a short line names, as an encyclopedia's article does."""
    name = page[number].line.text
    if len(name) > 16:
        return False
    below = page[number + 1 : number + _TOP]
    sentences = (seen.line.text for seen in below if seen.shape >= Shape.SENTENCE)
    return any(sentence.startswith(name) for sentence in islice(sentences, 2))


def _is_labelled(seen: Seen, label: str) -> bool:
    return seen.byline is not None and seen.byline.labels == (label,) and bool(seen.byline.values)


def _heads_a_plain_text(page: Sequence[Seen]) -> bool:
    """Whether the first line of a text without furniture stands over the others like a headline."""
    first, *below = islice(page, 6)
    if not below or len(first.line.text) > LONGEST or first.hit is not None or first.byline is not None:
        return False
    # The first line of a paragraph that was wrapped at a fixed width.
    if below[0].line.gap == 0 and _WIDE <= 0.75 * len(below[0].line.text) <= len(first.line.text):
        return False
    if first.shape is Shape.NUMBERED:
        return below[0].byline is not None or (below[0].shape >= Shape.SENTENCE and not _is_counted_on(page))
    if first.shape not in (Shape.STUB, Shape.PLAIN):
        return False
    if below[0].byline is not None or below[0].shape >= Shape.CLAUSE:
        return True
    if below[0].line.gap > 0 and any(seen.line.gap == 0 for seen in below[1:]):
        return True
    # Over a list; over a heading or an author's name with text below.
    if len(below) > 2 and all(seen.shape in (Shape.NUMBERED, Shape.BULLET) for seen in below[:3]):
        return True
    is_short = len(below[0].line.text) <= _SUBTITLE
    if not is_short or len(below) < 2:
        return False
    return below[1].shape >= Shape.SENTENCE or all(seen.shape >= Shape.CLAUSE for seen in below[1:4])


def _is_counted_on(page: Sequence[Seen]) -> bool:
    """Whether the first line's number is the first of several."""
    return any(seen.shape is Shape.NUMBERED for seen in islice(page, 1, 100 * _TOP))


def _candidates(page: Sequence[Seen]) -> list[int]:
    """Lines that may be a headline: those before the text gets under way."""
    candidates: list[int] = []
    sentences = 0
    for number, seen in enumerate(page):
        if seen.hit is not None or seen.byline is not None:
            continue
        if seen.shape is Shape.PARAGRAPH or sentences >= 3 or number > _TOP:
            break
        if len(seen.line.text) > LONGEST:
            continue
        ends = seen.line.text.endswith(("。", "；", "：", ":", "，", ",", ".", ";", "、"))
        if seen.shape is not Shape.BULLET and not ends and not (sentences and seen.shape >= Shape.CLAUSE):
            candidates.append(number)
        sentences += seen.shape is Shape.SENTENCE
    return candidates


def _score(page: Sequence[Seen], number: int, repetitions: int) -> float:
    """How much a line looks like the headline: said again, next to byline and text, of a headline's length."""
    seen = page[number]
    length = len(seen.line.text)
    above, below = page[max(number - 2, 0) : number], page[number + 1 : number + 4]
    score = min(length, 16) / 8 + 1.5 * min(max(repetitions, 0), 2) * min(length, 12) / 12
    score += 1.0 * any(other.byline is not None for other in (*above, *below))
    score += 0.5 * any(other.byline is not None for other in below[:1])
    score += (0.8 if length > _NAME else 0.4) * _is_next_to_text(below) + 0.3 * (number == 0)
    words = seen.line.text.split()
    if len(words) >= 3 and length <= 5 * len(words) and not seen.line.text.isascii():
        score -= 2.0
    if _is_subject(page, number):
        score += 2.5
    elif length <= _NAME:
        score -= 1.5 if seen.shape is Shape.STUB else 0.6
    if seen.shape >= Shape.CLAUSE:
        # A question or a call may be a headline, amid the page's furniture rather than over the next sentence.
        furnished = repetitions > 0 or any(other.hit or other.byline for other in (*above, *below[:1]))
        plain = length <= 30 and not _PAUSE.search(seen.line.text)
        score -= (0.3 if furnished else 1.0 if plain else 2.5) + 0.5 * any(
            other.shape >= Shape.SENTENCE for other in below[:1]
        )
    return score


def _is_next_to_text(below: Sequence[Seen]) -> bool:
    """Whether nothing but bylines and furniture stands between a line and the first sentence."""
    own = next((seen for seen in below if seen.hit is None and seen.byline is None), None)
    return own is not None and own.shape >= Shape.SENTENCE
