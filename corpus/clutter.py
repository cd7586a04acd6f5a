"""What a line says by its own words and shape: whether it is page furniture, and of which kind.

Where the line stands is the business of ``corpus.regions``. A *sure* hit is furniture wherever it stands. One that is
not sure (``评论`` alone on a line) might as well be a heading of the article; it counts only outside the body, or
beside other furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from corpus import furniture
from corpus.characters import compact, fold

LONGEST: Final = 400
"""Lines with more characters than this are never furniture."""


class Part(StrEnum):
    """The part of a page that a kind of furniture belongs to."""

    MENU = "menu"
    INSET = "inset"
    RELATED = "related"
    COMMENTS = "comments"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was recognised.

    Attributes:
        rule: the name of the rule, as in ``Dropped.rule``.
        part: where on a page such lines belong.
        sure: whether it is furniture wherever it stands.
    """

    rule: str
    part: Part
    sure: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    hit: Hit
    patterns: str
    longest: int


REASONS: Final[Mapping[str, str]] = {
    "navigation": "a menu, a breadcrumb or another link of the site",
    "control": "a button or a message of the page: expand, load more, play",
    "app": "an invitation to scan a code or to open an app",
    "share": "a link or a call to share, follow or subscribe",
    "counter": "how often something was read, liked or commented on",
    "timestamp": "a time that belongs to a link or a comment",
    "caption": "the caption or the source of a picture",
    "advertisement": "an advertisement",
    "related": "links to other articles",
    "tags": "tags and topics",
    "comments": "readers' comments and what belongs to them",
    "notice": "a copyright notice or a disclaimer",
    "footer": "the foot of the site: licence numbers, ©, addresses",
    "cookies": "a cookie or privacy banner",
    "reference": "a reference note of an encyclopedia page",
    "separator": "a line of signs only, or the word that ends a text",
}
"""Why lines of each kind are left out, by the name of the rule."""

_RULES: Final = (
    _Rule(Hit("navigation", Part.MENU, True), furniture.NAVIGATION, 80),
    _Rule(Hit("control", Part.MENU, True), furniture.CONTROL, 60),
    _Rule(Hit("app", Part.MENU, True), furniture.APP, 60),
    _Rule(Hit("caption", Part.INSET, True), furniture.CAPTION, 100),
    _Rule(Hit("share", Part.MENU, True), furniture.SHARE, 60),
    _Rule(Hit("comments", Part.COMMENTS, True), furniture.COMMENTS, 80),
    _Rule(Hit("counter", Part.MENU, True), furniture.COUNTER, 60),
    _Rule(Hit("timestamp", Part.MENU, True), furniture.TIMESTAMP, 30),
    _Rule(Hit("advertisement", Part.INSET, True), furniture.ADVERTISEMENT, 30),
    _Rule(Hit("related", Part.RELATED, True), furniture.RELATED, 80),
    _Rule(Hit("tags", Part.MENU, True), furniture.TAGS, 90),
    _Rule(Hit("notice", Part.FOOT, True), furniture.NOTICE, 400),
    _Rule(Hit("footer", Part.FOOT, True), furniture.FOOTER, 400),
    _Rule(Hit("cookies", Part.MENU, True), furniture.COOKIES, 300),
    _Rule(Hit("separator", Part.FOOT, True), furniture.ENDING, 20),
    _Rule(Hit("reference", Part.FOOT, True), furniture.REFERENCE, 400),
    _Rule(Hit("comments", Part.COMMENTS, False), furniture.WEAK_COMMENTS, 230),
    _Rule(Hit("footer", Part.FOOT, False), furniture.WEAK_FOOTER, 120),
    _Rule(Hit("tags", Part.MENU, False), r"\#[^\#\s。]{1,20} 【?(?:关键词|关键字|keywords)】?[:].{1,80}", 90),
    _Rule(Hit("navigation", Part.MENU, False), r"[^<>»›。,]{1,16}(?:[>»›]{1,2}[^<>»›。,]{1,16}){1,6}", 80),
    _Rule(Hit("counter", Part.MENU, False), r"[\d,.]+(?:万|亿|千|k|w|m)\+? \d{3,}\+? \d{1,3}(?:,\d{3})+ [+-]\d+", 12),
    _Rule(Hit("share", Part.MENU, False), r".{2,10}(?:公众号|官方微博|官方微信|视频号|服务号|客户端)", 16),
    _Rule(Hit("app", Part.MENU, False), r"下载[^,。;]{2,8}", 10),
    _Rule(Hit("caption", Part.INSET, False), r"图表?\d{1,3}(?!.*[。!?;]).{1,40}", 50),
    _Rule(Hit("related", Part.RELATED, False), r"[^。]{1,8}(?:推荐|排行|热门|热点|专题|更多|精选)[>»:]*", 14),
)

_SIGNS_ONLY = re.compile(r"[-=*_~#—─━–·•.◆◇■□●○★☆▼▲▬＊+<>|/\\\s]{3,}|[◆◇■□●○★☆▼▲\s]+")
# A line longer than this is looked at only if it has one of the words without which no rule for long lines can match.
_SHORT = 60
_WORDS_OF_LONG_LINES = re.compile(
    "转载|轉載|版权|版權|授权|授權|声明|聲明|侵权|侵權|icp|copyright|cookie|备|備|许可|許可|立场|立場|风险|風險|评论|評論|回复|回覆|回復|网友|網友|用户"
    "|用戶|游客|匿名|存储|标签|標籤|分类|分類|责任|reserved|取自|©|凡|摄|供图|^[\\^↑▲△▴▼▽↓◎☝#]|^图|^圖|[>»›].*[>»›]",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[\s|/>»›·•,、・]+")
_BRACKETS = "[]【】()<>:>»↓↑….·"


@cache
def _word_rules() -> Mapping[str, Hit]:
    """The words that make a line of their own, each with what it says when it does."""
    rules: dict[str, Hit] = {}
    for words, hit in (
        (furniture.WEAK_WORDS, Hit("control", Part.MENU, False)),
        (furniture.MENU_WORDS, Hit("navigation", Part.MENU, False)),
        (furniture.SHARE_WORDS, Hit("share", Part.MENU, False)),
        (furniture.COMMENT_WORDS, Hit("comments", Part.COMMENTS, False)),
        (furniture.SITE_WORDS, Hit("footer", Part.FOOT, False)),
        (furniture.CONTROL_WORDS, Hit("control", Part.MENU, True)),
        (furniture.RELATED_TITLES, Hit("related", Part.RELATED, True)),
    ):
        rules.update(dict.fromkeys(words.split(), hit))
    return rules


@cache
def _line_rules() -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    groups = {
        **furniture.GROUPS,
        "related": f"(?:{'|'.join(furniture.RELATED_TITLES.split())})",
        "site": f"(?:{'|'.join(furniture.SITE_WORDS.split())})",
    }

    def expanded(pattern: str) -> str:
        return re.sub(r"<([a-z]+)>", lambda name: groups[name[1]], pattern)

    return tuple((re.compile("|".join(expanded(part) for part in rule.patterns.split())), rule) for rule in _RULES)


def recognise(text: str) -> Hit | None:
    """What kind of page furniture a line is, or None when nothing about it says so."""
    if len(text) > LONGEST or (len(text) > _SHORT and not _WORDS_OF_LONG_LINES.search(text)):
        return None
    if _SIGNS_ONLY.fullmatch(text):
        return Hit("separator", Part.INSET, True)
    whole = compact(text)
    return _several_words(text) or _one_word(whole) or _by_pattern(whole)


def is_clipping(texts: Iterable[str]) -> bool:
    """Whether texts come from the copy of a web page: they hold three kinds of furniture at least, insets apart."""
    kinds: set[str] = set()
    for text in texts:
        hit = recognise(text)
        if hit is not None and hit.sure and hit.part is not Part.INSET:
            kinds.add(hit.rule)
        if len(kinds) >= 3:
            return True
    return False


def _several_words(text: str) -> Hit | None:
    """A line that is nothing but words of menus, buttons and counters, two at least."""
    if len(text) > 2 * _SHORT:
        return None
    words = [word.strip(_BRACKETS) for word in _BETWEEN_WORDS.split(fold(text))]
    words = [word for word in words if word and not word.isdigit()]
    if len(words) < 2:
        return None
    known = _word_rules()
    hits = [known[word] for word in words if word in known]
    # Long menus name sections that no list knows; short lines must be known word for word.
    menu = len(words) >= 5 and 2 * len(hits) >= len(words) and max(map(len, words)) <= 6
    barred = len(hits) >= 2 and len(words) >= 4 and text.count("|") + text.count("｜") + text.count("┊") >= 3
    if len(hits) == len(words) or menu or barred:
        return Hit(hits[0].rule, hits[0].part, True)
    return None


def _one_word(whole: str) -> Hit | None:
    known = _word_rules()
    return known.get(whole) or known.get(whole.strip(_BRACKETS))


def _by_pattern(whole: str) -> Hit | None:
    length = len(whole)
    for pattern, rule in _line_rules():
        if length <= rule.longest and pattern.fullmatch(whole):
            return rule.hit
    return None
