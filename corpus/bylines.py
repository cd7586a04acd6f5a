"""Lines that say who, where and when: ``文|张三 编辑|李四``, ``来源：某报``, ``2023-10-05 14:20``.

A byline is a line of nothing but labels, their values and dates. A sentence that begins with a label
(``记者：您怎么看？``) is not one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.characters import HAN, fold, squeezed
from corpus.dates import DATE
from corpus.labels import FIELD_OF, WEAK
from corpus.model import Field

LONGEST: Final = 160
"""Lines with more characters than this are never bylines."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says about the article.

    Attributes:
        values: the fields with their bare values, in the line's order; empty for credits without a field of their own
            (a proof-reader) and for labels without a value.
        sure: whether the line is a byline wherever on a page it stands. One that is not (a date alone, ``时间：``) is
            only beside the headline or another byline.
        labels: the labels it uses, in ``fold``-ed form.
    """

    values: tuple[tuple[Field, str], ...]
    sure: bool
    labels: tuple[str, ...]


def _spaced(label: str) -> str:
    """A label as an expression that lets white space stand between its characters, as in ``作  者``."""
    if label.isascii():
        return re.sub(r"(by|on|at|updated)$", r"\\s*\1", label) if len(label) > 7 else re.escape(label)
    return r"\s*".join(map(re.escape, label))


_REPORTED = re.compile(
    r"[(\[【]?(?:本报|实习|特约|地方中心|政治中心|即时中心)?记者(?P<names>[^/|:\s]{2,14})\s?[/|]\s?.{1,10}(?:报导|报道|专访|特稿|整理|摄影)[)\]】]?"
)
_ORIGINAL = re.compile(r"(?:原创|original)\s+(?P<author>\S{1,12})\s+(?P<account>\S{2,16})")
# 发布于:浙江省
_WHERE: Final = frozenset({"发布于", "发表于", "编辑于", "更新于", "ip属地", "来自"})
_PLACE = re.compile(rf"[{HAN}]{{2,8}}")
_BY = re.compile(r"(?:By|BY|by) (?P<names>[A-Z][\w.'’-]*(?: (?:and |& )?[A-Z][\w.'’-]*){0,5})(?=$|\s*[|,·•—-])")
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]*")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+")
_WORK = r"^[(\[【]?(?:本文|文章|本篇|以上内容|内容)"
_FROM_START = re.compile(
    rf"{_WORK}(?:(?:首发|转载|摘编|摘|选|源|转|来)(?:自|于)|来源于|原[载刊]于?|(?:系|经|由)(?=.{{2,40}}(?:授权|原创|首发|出品|供稿|发布)))"
    r"\s*(?:微信)?(?:公众号|公号|微信号)?\s*[:|“\"「《]?\s*(?P<outlet>[^,。;:”\"」》(（]{2,24}?)"
    r"(?=[,。;:”\"」》(（\s]|原创|首发|授权|出品|供稿|发布|$)"
)
_PICTURE_FROM = re.compile(r"(?:题图|头图|封面图?|配图|图片)(?:来自|来源于?|源自|由)[:]?[^,。;]{1,40}")
_NOT_AN_OUTLET = re.compile(r"作者|原创|转载|授权|投稿|网络|整理|的|网友|本人")
_PLACEHOLDERS: Final = frozenset("网络 未知 佚名 暂无 无 本站 原创 转载 互联网 网络整理 本站原创 admin unknown".split())
_EDGES = " \t\u3000\xa0|/,;、·:-—()（）[]【】<>，；：｜"
_BOUNDARY = re.compile(r"[\s|/·•,(\[【)\]】:]")
_SENTENCE = re.compile(r"[。!?…“”\"]|;.")
_CODE = re.compile(r"[\s_(（]+[A-Za-z]{1,4}\d{1,6}[)）]?$")
_ACCOUNT = re.compile(r"^(?:微信)?(?:公众号|公号|微信号)\s*[:：]?\s*[“\"「《]?")
_TRAILER = re.compile(r"[,，。;；](?=.*(?:授权|发布|转载|原标题|题图|头图|编辑|首发|出品|版权|仅代表)).*$|[。.]$")
_LEFT_OVER = re.compile(
    r"[\s|/,;、:·\-—()\[\]【】<>。.]+|转载|原创|返回原文|分享到?|打印|收藏|举报|字号|字体|阅读|浏览|评论|[大中小次万]|\d+"
)
_TRAILING = re.compile(
    r"(?:[\s|·]+(?:字号|字体|打印|分享|收藏|举报|关注|阅读|浏览|评论|原创|转载|大|中|小|我要评论|返回原文|[\d.]+万?)[:：]?)+$"
)


@cache
def _labelled_parts() -> re.Pattern[str]:
    """Labels with what sets them off from their value, with the name of the house before them or without."""
    label = "(?:" + "|".join(_spaced(label) for label in sorted(FIELD_OF, key=len, reverse=True)) + ")"
    house = rf"[{HAN}]{{0,6}}(?:新闻|日报|晚报|早报|时报|商报|周报|报|网|社|周刊|杂志|在线|财经|头条|观察)"
    return re.compile(
        # Two labels before one value: 文/图 张三.
        rf"(?:(?<=\s)|^)(?P<pair>{label}[/&、]{label})\s+(?=\S)"
        # One label or several, then a separator: 策划、撰文 | 李四.
        rf"|(?<![a-z0-9])(?P<house>{house})?(?P<labels>{label}(?:\s?[/&、,+和·]\s?{label})*)(?:\s*[:|]\s*|\s*/\s*(?=\S))"
        # A label that needs none: 发布于 2018-04-20.
        r"|(?P<at>发布于|发表于|更新于|编辑于|刊登于|published(?:\s+on)?|updated(?:\s+on)?|posted\s+on)"
        r"\s*(?=(?:19|20)\d\d|[a-z]{3,9}\.?\s\d)"
    )


def read_byline(text: str) -> Byline | None:
    """What a line says about the article, or None when it is not a byline."""
    if len(text) > LONGEST:
        return None
    folded = fold(text)
    source = _FROM_START.match(folded)
    if source:
        return _attribution(text, folded, source)
    reported = _reported(text, folded)
    if reported:
        return reported
    matches = list(_labelled_parts().finditer(folded))
    if not matches:
        return _by_name(text, folded) or _spoken(text, folded) or _bare_date(text, folded)
    values = _before_labels(text, folded[: matches[0].start()])
    return None if values is None else _labelled(text, folded, matches, values)


def _reported(text: str, folded: str) -> Byline | None:
    """``記者王小明／台北報導``, and an account's ``原创 张三 某某号``."""
    reported = _REPORTED.fullmatch(folded)
    if reported:
        return Byline(((Field.AUTHOR, text[slice(*reported.span("names"))]),), sure=True, labels=("记者",))
    original = _ORIGINAL.fullmatch(folded)
    if original:
        author, account = (text[slice(*original.span(part))] for part in ("author", "account"))
        return Byline(((Field.AUTHOR, author), (Field.OUTLET, account)), sure=True, labels=("原创",))
    return None


def _by_name(text: str, folded: str) -> Byline | None:
    """``By Jane Doe | Oct 5, 2023``."""
    by = _BY.match(text)
    if not by:
        return None
    found = DATE.search(folded, by.end())
    rest = _LEFT_OVER.sub("", DATE.sub("", folded[by.end() :]))
    if len(rest) > 12:
        return None
    dates = [(Field.DATE, text[found.start() : found.end()])] if found else []
    return Byline(((Field.AUTHOR, by["names"]), *dates), sure=True, labels=("by",))


def _spoken(text: str, folded: str) -> Byline | None:
    """Labels and names with white space only: ``新京报记者 张三 编辑 李四``."""
    words = folded.split()
    if len(text) > 60 or not 2 <= len(words) <= 16:
        return None
    names: dict[str, list[str]] = {}
    label = ""
    for word, original in zip(words, text.split(), strict=False):
        found = "记者" if word.endswith("记者") and len(word) <= 10 else word
        if found in FIELD_OF:
            label = found
        elif (
            label
            and (_HAN_NAME.fullmatch(word) or _LATIN_NAME.fullmatch(original))
            and not re.fullmatch("报道|摄影报道|摄|文|综合报道", word)
        ):
            names.setdefault(label, []).append(original)
        elif not label or not re.fullmatch("报道|摄影报道|综合报道", word):
            return None
    if not names or len(names) > 5:
        return None
    values = [(which, " ".join(value)) for key, value in names.items() if (which := FIELD_OF[key]) is not None]
    sure = (words[0] not in WEAK and not WEAK.issuperset(names)) or (words[0].endswith("记者") and len(words[0]) > 2)
    return Byline(tuple(values), sure, tuple(names))


def _bare_date(text: str, folded: str) -> Byline | None:
    """A date with at most a name or a few words of the page around it."""
    found = DATE.search(folded)
    if not found:
        return None
    before, after = folded[: found.start()], folded[found.start() + len(found.group().rstrip()) :]
    if (before and not _BOUNDARY.search(before[-1])) or (after and not _BOUNDARY.search(after[0])):
        return None
    if len(_LEFT_OVER.sub("", before + after)) > 12 or _SENTENCE.search(folded):
        return None
    return Byline(((Field.DATE, squeezed(text[found.start() : found.end()])),), sure=False, labels=())


def _before_labels(text: str, folded: str) -> list[tuple[Field, str]] | None:
    """What stands before a line's first label: nothing, a date, a word; None when it is more than that."""
    found = DATE.search(folded)
    rest = _LEFT_OVER.sub("", DATE.sub("", folded))
    if len(rest) > 8 or _SENTENCE.search(folded) or (rest and not _BOUNDARY.search(folded[-1])):
        return None
    return [(Field.DATE, squeezed(text[found.start() : found.end()]))] if found else []


def _labelled(text: str, folded: str, matches: list[re.Match[str]], values: list[tuple[Field, str]]) -> Byline | None:
    labels: list[str] = []
    sure = False
    for match, end in zip(matches, [*(match.start() for match in matches[1:]), len(text)], strict=True):
        names = _names(match)
        value = text[match.end() : end]
        if names[0] in _WHERE and _PLACE.fullmatch(value.strip()):
            read: list[tuple[Field, str]] | None = []
        else:
            read = _value(value, folded[match.end() : end], [FIELD_OF.get(name) for name in names])
        if read is None:
            return None
        values.extend(read)
        labels.extend(names)
        sure = sure or not WEAK.issuperset(names) or bool(match.group("house"))
    return Byline(tuple(values), sure, tuple(labels))


def _names(match: re.Match[str]) -> list[str]:
    """The labels of one match, without the white space within them."""
    labels = next(group for group in match.group("labels", "pair", "at") if group)
    return [re.sub(r"\s+", "", label) for label in re.split(r"[/&、,+和·]", labels)]


def _value(text: str, folded: str, fields: list[Field | None]) -> list[tuple[Field, str]] | None:
    """The fields that a label's value gives; None when it is no value of such a label."""
    found = DATE.search(folded)
    read: list[tuple[Field, str]] = []
    if found:
        read.append((Field.DATE, squeezed(text[found.start() : found.end()])))
        head, tail = text[: found.start()], text[found.end() :]
        text = head if head.strip(_EDGES) else tail
    elif Field.DATE in fields:
        return None if text.strip(_EDGES) else []
    bare = _CODE.sub("", _TRAILING.sub("", _TRAILER.sub("", text)).strip(_EDGES))
    if Field.OUTLET in fields:
        bare = _ACCOUNT.sub("", bare).strip(_EDGES + '“”"「」')
    if Field.DATE in fields or not bare or fold(bare) in _PLACEHOLDERS:
        return read
    if _SENTENCE.search(fold(bare)) or len(bare) > (60 if Field.TITLE in fields else 40):
        return None
    if Field.OUTLET not in fields and Field.TITLE not in fields and not _are_names(bare):
        return None if set(fields) != {None} else read
    return [(field, squeezed(bare)) for field in dict.fromkeys(fields) if field is not None] + read


def _are_names(text: str) -> bool:
    """Whether a value is names: a few short words, none of them a clause."""
    names = [name for name in re.split(r"[\s、,，/&|和·]+", text) if name]
    return (
        len(names) <= 12
        and ":" not in fold(text)
        and all(len(name) <= (12 if name.isascii() else 10) for name in names)
    )


def _attribution(text: str, folded: str, source: re.Match[str]) -> Byline | None:
    """``本文来自微信公众号：某号（ID：…），作者：张三，头图来自：…``."""
    outlet = text[source.start("outlet") : source.end("outlet")].strip(_EDGES)
    if _NOT_AN_OUTLET.search(fold(outlet)):
        return None
    values = [(Field.OUTLET, squeezed(outlet))]
    start = source.end()
    rest = _PICTURE_FROM.sub(lambda picture: " " * len(picture.group()), folded[start:])
    rest = re.sub(r"\(id:[^)]*\)", lambda found: " " * len(found.group()), rest)
    matches = [match for match in _labelled_parts().finditer(rest) if match.group("labels")]
    more = _labelled(text[start:], rest, matches, []) if matches else None
    if more:
        values.extend(value for value in more.values if value[0] is not Field.OUTLET)
    return Byline(tuple(values), sure=True, labels=("本文来自",))
