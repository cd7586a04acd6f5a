"""Numbers as one term however they are written: 一万两千, 1.2万 and 12,000; 百分之二十 and 20%; 三月 and 3月.

Works on folded text. Where a number is written in Chinese, or partly so, its value in digits is a further term;
months, days and shares keep their unit (``3月``), since a bare small number says little. What is no number by itself
(三星, 一些, 四五百, 万一) gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ONES = "一二两三四五六七八九"
_HAN = "零〇一二两三四五六七八九十百千万亿"
_MEASURES = "个家座名位人岁年天次块张台辆艘架枚颗届倍米层条种款部本首场项所只头间篇句段级周楼元美港欧英分秒瓦吨克公海平"
_NUMBER = rf"\d+(?:,\d{{3}})*(?:\.\d+)?[{_HAN}]*|[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?"
_EXPRESSIONS = re.compile(
    rf"百分之(?P<share>{_NUMBER})"
    rf"|(?P<parts>{_NUMBER})分之(?P<taken>{_NUMBER})"
    r"|(?<![\d./])(?P<fraction>\d{1,3}/\d{1,3})(?![\d/])"
    r"|(?P<percent>\d+(?:\.\d+)?)%"
    r"|(?P<year>[零〇一二三四五六七八九]{4})(?=年)"
    rf"|(?P<month>\d{{1,2}}|[{_ONES}十]{{1,2}})月(?!球|亮|光|饼|薪|经|台|票)"
    rf"|(?P<day>\d{{1,2}}|[{_ONES}十]{{1,3}})[日号](?!本|常|报|线|楼|称|角|码)"
    rf"|(?P<number>{_NUMBER})"
)
_DIGIT = re.compile(rf"[\d{_HAN}]")
_DIGIT_BY_DIGIT = re.compile(r"[零〇一二三四五六七八九]{3,}")
_MIXED = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)([{_HAN}]+)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number where it stands: a range of the folded text, and the term that all ways to write it share."""

    text: str
    start: int
    end: int


def numerals(folded: str) -> Iterator[Numeral]:
    """The numbers in a folded text that are written otherwise than their terms."""
    if not _DIGIT.search(folded):
        return
    for found in _EXPRESSIONS.finditer(folded):
        text = _term(found, folded)
        if text is not None:
            yield Numeral(text, found.start(), found.end())


def value(written: str) -> str | None:
    """A number in digits (``1.2万`` → ``12000``); None where it is none."""
    mixed = _MIXED.fullmatch(written)
    if mixed is not None:
        factor = _times(mixed[2])
        return None if factor is None else _plain(Decimal(mixed[1].replace(",", "")) * factor)
    if written[0].isdigit():
        return _plain(Decimal(written.replace(",", "")))
    if _DIGIT_BY_DIGIT.fullmatch(written):
        return "".join(str(_DIGITS[character]) for character in written)
    whole, point, rest = written.partition("点")
    number = _whole(whole)
    if number is None:
        return None
    decimals = "".join(str(_DIGITS[character]) for character in rest)
    return _plain(Decimal(f"{number}.{decimals}")) if point else str(number)


def _term(found: re.Match[str], folded: str) -> str | None:
    kind = found.lastgroup
    match kind:
        case "share" | "percent":
            share = value(found[kind])
            return None if share is None else f"{share}%"
        case "taken":
            parts, taken = value(found["parts"]), value(found["taken"])
            return None if parts is None or taken is None else f"{taken}/{parts}"
        case "year" | "fraction":
            return value(found[kind]) if kind == "year" else found[kind]
        case "month" | "day":
            number = value(found[kind])
            most = 12 if kind == "month" else 31
            fits = number is not None and number.isdigit() and 0 < int(number) <= most
            return f"{number}{'月' if kind == 'month' else '日'}" if fits else None
        case _:
            return _count(found[0], folded[found.start() - 1 : found.start()], folded[found.end() : found.end() + 1])


def _count(written: str, before: str, after: str) -> str | None:
    """A bare number, if it is one: 三 in 三家 is, in 三星 it is not; 一 says mostly no more than 某."""
    if written[0].isdigit():
        return value(written) if _MIXED.fullmatch(written) else None
    if len(written) == 1:
        counted = written in _ONES[1:] or written == "十"
        return value(written) if counted and (before == "第" or (after and after in _MEASURES)) else None
    if not _DIGIT_BY_DIGIT.fullmatch(written) and not set(written) & set("十百千万亿点"):
        return None
    return value(written)


def _whole(written: str) -> int | None:
    """The value of a whole number in Chinese; None where the characters do not make one (四五百, 万一)."""
    total = section = 0
    digit: int | None = None
    last_small = 10**5
    last_large = 10**13
    unit = 0
    for character in written:
        if character in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[character]
            continue
        if character in _SMALL:
            unit = _SMALL[character]
            if unit >= last_small or (digit is None and unit != 10 and (section or total)):
                return None
            section += (1 if digit in (None, 0) else digit) * unit
            last_small = unit
        else:
            unit = _LARGE[character]
            section += digit or 0
            if (unit >= last_large and character != "亿") or not (section or total):
                return None
            if unit >= last_large:
                total = (total + section) * unit
            else:
                total += section * unit
            section, last_small, last_large = 0, 10**5, unit
        digit = None
    if digit:
        # 一万二 is 12,000, and 三百五 is 350; after 零 a digit is itself.
        implied = unit // 10 if unit >= 100 and "零" not in written[-2:] and "〇" not in written[-2:] else 1
        section += digit * implied
    return total + section


def _times(written: str) -> int | None:
    """The factor that characters after digits make: 万, 千万, 万亿."""
    factor = 1
    for character in written:
        unit = _SMALL.get(character) or _LARGE.get(character)
        if unit is None:
            return None
        factor *= unit
    return factor


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
