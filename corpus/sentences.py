"""Sentences of Chinese text, with or without Latin in it.

A sentence ends at 。！？…； and their half-width forms, at a full stop in Latin text, and at a line end. It does not
end within a short pair (「」『』“”《》() …), a number, an address or an abbreviation. One pass, whatever the text: a
border is noted where its sign is met, and taken back when the pair around it closes.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from corpus.characters import ENDERS, HAN, LINE_ENDS
from corpus.model import Span

LONGEST_PAIR: Final = 120
"""A pair with more characters than this is a speech of several sentences, and is split within."""

_QUOTES = {"」": "「", "』": "『", "”": "“", "’": "‘", '"': '"'}
_BRACKETS = {")": "(", "）": "（"}
_TITLES = {"》": "《", "〉": "〈", "】": "【", "〕": "〔", "]": "[", "］": "［"}
_OPENER_OF = {**_QUOTES, **_BRACKETS, **_TITLES}
_PAIR_SIGNS = "".join(sorted({*_OPENER_OF, *_OPENER_OF.values()}))

# Every alternative begins with a sign of its own, so that the search can skip all other characters at once.
_SIGN = re.compile(
    rf"[{ENDERS}](?:[{ENDERS}]|\.\.+)*"
    rf"|\.(?:\.+(?:[{ENDERS}]|\.\.+)*)?"
    rf"|[{re.escape(_PAIR_SIGNS)}]"
    rf"|[{LINE_ENDS}]+"
    r"|://[a-zA-Z0-9_\-.~:/?#@!$&*+,;=%]*[a-zA-Z0-9_/#=]"
    r"|&(?:#\d{1,6}|[a-zA-Z]{2,8});"
)
_LINE_END = frozenset(LINE_ENDS)
_ELLIPSIS = re.compile(r"(?:…|\.\.+|。。。+)+")
_ENUMERATION = re.compile(r"[(（]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3})")
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_ABBREVIATIONS: Final = frozenset(
    "dr mr mrs ms prof st sr jr vs etc cf al fig figs no nos vol pp ed eds inc ltd co corp dept est approx gen gov sen "
    "rep rev hon capt col lt sgt mt ave blvd jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_AFTER_STOP = re.compile(rf"[\"'”’)\]]*(?:\s+[\"'“「『‘(（\[【《]*[A-Z{HAN}]|\s*\Z|[^\S\n\r]*[{LINE_ENDS}])")
_SAYING = (
    "说|說|道|问|問|答|称|稱|喊|叫|写|寫|表示|认为|認為|指出|强调|強調|解释|解釋"
    "|补充|補充|透露|坦言|回应|回應|感叹|感嘆"
)
_IN_CLAUSE = rf"[^{ENDERS}，,：:“”「」『』\"\n]"
_ATTRIBUTION = re.compile(
    rf"\s*(?!{_IN_CLAUSE}{{0,8}}[没沒不未]){_IN_CLAUSE}{{0,10}}?(?:{_SAYING}){_IN_CLAUSE}{{0,4}}(?:[。！？!?：:]|\Z|[{LINE_ENDS}])"
)
_GOES_ON = re.compile(
    r"\s*(?:[，,、：:]|[的等和与與及或之是为為成]|(?:这|這)(?:一|个|個|样|樣|种|種|类|類|些|句|话|話))"
)
_COUNTED_ON = re.compile(r"\s*[，,、：:a-z]")


def split_sentences(text: str, *, across_lines: bool = False) -> tuple[Span, ...]:
    """The sentences of ``text``, as ranges within it: in order, disjoint, together every character but white space.

    With ``across_lines`` a line end is white space like any other, as in a text wrapped at a fixed width.
    """
    spans: list[Span] = []
    start = 0
    for border in (*_Scan(text, across_lines).borders, len(text)):
        piece = text[start:border]
        bare = piece.strip()
        if bare:
            begin = start + len(piece) - len(piece.lstrip())
            if spans and not bare[0].isalnum() and _belongs_to_last(text[spans[-1].end : begin], bare):
                begin = spans.pop().start
            spans.append(Span(begin, start + len(piece.rstrip())))
        start = border
    return tuple(spans)


def _belongs_to_last(between: str, bare: str) -> bool:
    """Whether ``bare`` holds signs only and stands on the same line as the sentence before it."""
    return _LINE_END.isdisjoint(between) and not any(character.isalnum() for character in bare)


class _Scan:
    """The borders between sentences (where the next one may start), found while a text is read from left to right."""

    def __init__(self, text: str, across_lines: bool) -> None:
        self.text = text
        self.borders: list[int] = []
        # Where the pairs of each kind were opened. An opener further back than LONGEST_PAIR shelters nothing, and each
        # takes a character, so more than these are never needed.
        self._open: dict[str, deque[int]] = {}
        for match in _SIGN.finditer(text):
            sign = match.group()
            first = sign[0]
            if first in _LINE_END:
                if not across_lines:
                    self._break_line(match.end())
            elif first == '"':
                self._quote(match.start())
            elif first in _OPENER_OF:
                self._close(match.start(), first)
            elif first in _PAIR_SIGNS:
                self._opened(first).append(match.start())
            elif sign == ".":
                self._stop(match.start())
            elif first in ENDERS or first == ".":
                self._end(match.start(), match.end(), sign)

    def _sentence_start(self) -> int:
        return self.borders[-1] if self.borders else 0

    def _opened(self, opener: str) -> deque[int]:
        return self._open.setdefault(opener, deque(maxlen=LONGEST_PAIR + 2))

    def _break_line(self, end: int) -> None:
        self.borders.append(end)
        self._open.clear()

    def _end(self, start: int, end: int, sign: str) -> None:
        """An ender, or a run of them. One that follows a border at once belongs to the sentence before."""
        if self.borders and self.borders[-1] == start:
            self.borders[-1] = end
        elif _ELLIPSIS.fullmatch(sign):
            if start - self._sentence_start() >= 8 and not _COUNTED_ON.match(self.text, end):
                self.borders.append(end)
        elif not (sign in ("!", "?", ";") and self._within_a_word(start)):
            self.borders.append(end)

    def _within_a_word(self, at: int) -> bool:
        around = self.text[max(at - 1, 0)] + self.text[at + 1 : at + 2]
        return len(around) == 2 and around.isascii() and around.isalnum()

    def _stop(self, at: int) -> None:
        """A single ``.``: the end of a sentence only where Latin text goes on with a new one."""
        if not _AFTER_STOP.match(self.text, at + 1):
            return
        start = self._sentence_start()
        if at - start <= 8 and _ENUMERATION.fullmatch(self.text[start:at].strip()):
            return
        word = _LAST_WORD.search(self.text[max(start, at - 16) : at])
        if word and (len(word.group()) == 1 or "." in word.group() or word.group().lower() in _ABBREVIATIONS):
            return
        self.borders.append(at + 1)

    def _quote(self, at: int) -> None:
        """A ``"``, which opens and closes alike."""
        opened = self._opened('"')
        ended = bool(self.borders) and self.borders[-1] == at
        if opened and (at - opened[-1] <= LONGEST_PAIR or ended):
            self._close(at, '"')
        elif opened or not self.text[max(at - 1, 0)].isdigit():
            opened.clear()
            opened.append(at)

    def _close(self, at: int, closer: str) -> None:
        """A closing sign: what was noted within its pair is taken back; a quotation that ended may end a sentence."""
        opened = self._opened(_OPENER_OF[closer])
        opener = opened.pop() if opened else None
        ended = bool(self.borders) and self.borders[-1] == at
        if opener is None or at - opener > LONGEST_PAIR:
            if ended:
                self._move_border(at + 1)
            return
        while self.borders and self.borders[-1] > opener:
            self.borders.pop()
        if not ended:
            return
        if closer in _QUOTES:
            self.borders.append(at + 1)
            self._move_border(at + 1)
        elif closer in _BRACKETS and not self.text[self._sentence_start() : opener].strip():
            self.borders.append(at + 1)

    def _move_border(self, end: int) -> None:
        """The last border stands behind a closing sign at ``end``, unless the sentence goes on after it."""
        if _GOES_ON.match(self.text, end) or _ATTRIBUTION.match(self.text, end):
            self.borders.pop()
        else:
            self.borders[-1] = end
