"""The shape of a line: a sentence, a heading-like stub, an item, signs. What it says is not looked at."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from corpus.characters import CLOSERS, ENDERS, HAN


class Shape(IntEnum):
    """What a line looks like, from the least to the most like running text."""

    STUB = 0
    """A few characters: a button, a menu's entry, a name."""
    PLAIN = 1
    """No sentence: a headline, a heading, a link, a line of verse without punctuation."""
    BULLET = 2
    """The same behind a bullet."""
    NUMBERED = 3
    """Short and numbered, without an end: a heading or an item."""
    CLAUSE = 4
    """A short sentence, or a part of one that goes on in the next line."""
    SENTENCE = 5
    """A sentence of twenty characters or more."""
    PARAGRAPH = 6
    """Running text of sixty characters or more."""


_ENDS = re.compile(rf"[{ENDERS}][{CLOSERS}]*$|[^\s.][.][{CLOSERS}]*$|[，,、：:—][{CLOSERS}]*$")
_STRONG_ENDS = re.compile(rf"[{ENDERS}][{CLOSERS}]*$|[^\s.][.][{CLOSERS}]*$")
_COMMAS = re.compile(r"[，,；;。！？!?]")
_BULLET = re.compile(r"[•·●○◦▪■◆►▶*+–—-]\s?(?=\S)|[①-⑳]")
_NUMERAL = r"(?:\d{1,3}|[零〇一二三四五六七八九十百]{1,4}|[IVXivx]{1,5}|[①-⑳])"
NUMBERED: Final = re.compile(
    rf"第\s?{_NUMERAL}\s?[章节節回部分篇卷条條步讲講课課集幕季期届]"
    rf"|[一二三四五六七八九十]{{1,3}}\s?[、.．:：]|[(（]\s?{_NUMERAL}\s?[)）]"
    rf"|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}(?:\s?[、.．:：)）]|\s)\s?(?=\D)|[①-⑳]|[IVX]{{1,5}}[.、]\s?"
    r"|(?:part|chapter|section|step)\s?(?:\d{1,2}|[ivx]{1,5}|one|two|three|four|five|six)\b"
    r"|(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?(?:\s+\S{1,6})?$"
    rf"|(?!0$){_NUMERAL}$|[零〇]?\d{{1,2}}\s?[/|｜丨]\s?",
    re.IGNORECASE,
)
"""How a numbered heading or item begins."""

EDIT_LINK: Final = re.compile(r"\s*[\[［【]\s*(?:编辑|編輯|edit)[^\]］】]{0,12}[\]］】]$", re.IGNORECASE)
"""What stands behind a heading of an encyclopedia's page."""

_REFERENCES = re.compile(r"(?:\s*[\[［](?:\d{1,3}|注\s?\d*|来源请求|來源請求)[\]］])+$")

CLOSING_TITLES: Final = frozenset(
    """
结语 結語 结论 結論 尾声 尾聲 后记 後記 前言 引言 导语 導語 导言 引子 楔子 序 序言 序章 摘要 概述 概要 简介 簡介 背景
总结 總結 小结 小結 附录 附錄 写在最后 寫在最後 写在前面 参考文献 參考文獻 参考资料 注释 致谢 编者按 編者按 结束语 正文
结尾 展望 讨论 方法 结果 建议
""".split()
)
"""Headings that need no number."""


def shape_of(text: str) -> Shape:
    """The Shape of a line."""
    if text.endswith(("]", "］")):
        if EDIT_LINK.search(text):
            return Shape.NUMBERED
        text = _REFERENCES.sub("", text)
    length = len(text)
    if length >= 60 and (_STRONG_ENDS.search(text, length - 8) or len(_COMMAS.findall(text)) >= 2):
        return Shape.PARAGRAPH
    if _STRONG_ENDS.search(text, max(length - 8, 0)):
        return Shape.SENTENCE if length >= 20 else Shape.CLAUSE
    if length >= 20 and "。" in text:
        return Shape.PARAGRAPH if length >= 60 else Shape.SENTENCE
    if length <= 40 and (NUMBERED.match(text) or text in CLOSING_TITLES):
        return Shape.NUMBERED
    if _ENDS.search(text, max(length - 8, 0)):
        return Shape.CLAUSE
    if _BULLET.match(text):
        return Shape.BULLET
    if length >= 100:
        return Shape.SENTENCE
    return Shape.STUB if _width(text) <= 4 else Shape.PLAIN


def _width(text: str) -> int:
    """How many Han characters' room a line takes, Latin letters counted as half."""
    return (len(text) + len(re.findall(rf"[{HAN}]", text)) + 1) // 2
