"""What the surface of a sentence holds: numbers with units, dates, names, reasons, quoted titles.

Works on folded text; every function is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_CHINESE_DIGITS = "零〇一二三四五六七八九十百千万亿两半"
_NUMBER = re.compile(
    rf"(?:约|近|第)?(?P<number>\d+(?:[.,]\d+)*(?:[%‰]|[{_CHINESE_DIGITS}]+)?|[{_CHINESE_DIGITS}]+)(?:[多余几]|个多)?\s?(?P<unit>[^\W\d_]?)"
)
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("year", r"\d{3,4}年|[一二三四五六七八九〇零]{4}年|世纪|年代|朝|时期"),
        ("date", r"\d{1,2}月|[一二三四五六七八九十]月|\d{1,2}日|月底|年底|年初|当天|同年|次年"),
        ("reason", r"因为|由于|因此|所以|为了|使得|导致|以便|原因|鉴于|出于|因而|从而|之故|目的|避免|担心"),
        ("title", r"《[^》]+》"),
        ("quoted", r"[“「『\"][^”」』\"]+[”」』\"]"),
        ("bracket", r"\([^)]+\)"),
        ("foreign_name", r"[\u4e00-\u9fff]·[\u4e00-\u9fff]"),
        ("list", r"、[^、。,;]+、|、[^、。,;]+[和及与]"),
        ("latin", r"[a-z]{2,}"),
        ("naming", r"称为|称作|叫做|名为|命名|简称|又称|即|俗称|叫"),
        ("definition", r"^[^,。]{1,20}(?:是|为|指)"),
        ("place", r"位于|[省市县区州国镇村岛洲]"),
        ("money", r"元|美分|美金|英镑|法郎|卢布|卢比|[$¥€£]"),
        (
            "duration",
            r"(?:\d|[一二三四五六七八九十百千万两半数几])\s?(?:多|余|来)?(?:个)?(?:年|月|天|日|小时|分钟|秒|周|星期|世纪|时辰|昼夜)",
        ),
        ("size", r"米|里|公尺|英尺|英寸|公顷|亩|吨|公斤|千克|大小|体积|面积|尺寸|字节|[kmgt]b\b"),
        ("share", r"[%‰]|分之|倍|成(?:以上)?[,。]"),
        (
            "person",
            r"(?:先生|女士|博士|教授|总统|皇帝|国王|主席|部长|总理|将军|导演|演员|歌手|作家|记者|专家|分析师|创始人|ceo|总裁|董事长|设计师|科学家|工程师)",
        ),
        ("speech", r"表示|认为|指出|说|称|透露|宣布|写道|发文|推测|估计|预计|报道|消息"),
        ("explaining", r"^(?:这|那)?(?:不仅|主要)?(?:是)?(?:因为|由于|原因|一是|一方面|首先|其一|第一|出于|为了)"),
        ("means", r"通过|利用|采用|使用|借助|以[^,。]{1,12}(?:方式|方法|形式)"),
        ("asking", r"[?]\s*[”」』\"]?$"),
        ("leaning", r"^[“「『\"]?(?:他|她|它|其|该|这|此|同年|当时|因此|但|而|然而|不过|并|也|另外|同时|随后|之后)"),
    )
)

MARKS = tuple(name for name, _ in _MARKS)
"""The names of the marks a sentence may show."""
_PATTERNS: Mapping[str, re.Pattern[str]] = dict(_MARKS)
_LONGEST_RUN = 12


@lru_cache(1 << 12)
def numbers(folded: str) -> Mapping[str, str]:
    """The numbers of a sentence as written, each with the character after it (``20多年`` gives ``20``: ``年``)."""
    return {found["number"]: found["unit"] for found in _NUMBER.finditer(folded)}


@lru_cache(1 << 12)
def marks(folded: str) -> frozenset[str]:
    """The names of the surface marks a sentence shows."""
    return frozenset(name for name, pattern in _MARKS if pattern.search(folded))


def shows(folded: str, names: Sequence[str]) -> tuple[bool, ...]:
    """Whether a text shows each of some surface marks."""
    return tuple(_PATTERNS[name].search(folded) is not None for name in names)


def common_run(left: str, right: str) -> int:
    """The length of the longest run of characters the texts share, 12 at most."""
    length = 0
    for start in range(len(left)):
        while length < _LONGEST_RUN and start + length < len(left) and left[start : start + length + 1] in right:
            length += 1
    return length
