"""Where on a page each line stands: before the article, in it, among related links, among comments, after it.

A small hidden Markov model over the lines' kinds (Rabiner 1989, "A tutorial on hidden Markov models"; the best path by
Viterbi's algorithm). Every score is a log-odds against the body, set by hand: a line that says nothing about where it
stands has 0 everywhere, so a text without page furniture is all body. What makes a region is evidence in
numbers, and a region that explains sentences (comments, related links with their summaries) is entered only by its
own headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from corpus.clutter import Hit, Part
from corpus.shapes import Shape


class Region(IntEnum):
    """A part of a page."""

    BODY = 0
    HEAD = 1
    TAIL = 2
    RELATED = 3
    COMMENTS = 4


Observation = tuple[Shape, Hit | None, bool]
"""A line's Shape, what kind of furniture it is, and whether it is a byline."""

# The model's states: the regions, and the beginning of the body, which ends with its first sentence. From there no way
# leads past the article: a page is never all comments.
_BODY, _HEAD, _TAIL, _RELATED, _COMMENTS = (int(region) for region in Region)
_BEGINNING: Final = 5
_STATES: Final = range(6)
_NEVER: Final = -1e9

_Scores = tuple[float, float, float, float, float]
# How much better than the body a region explains a line of this shape.
_BY_SHAPE: Final[dict[Shape, _Scores]] = {
    #                body  head   tail  related comments
    Shape.STUB: (0.0, 0.30, 0.30, 0.30, 0.40),
    Shape.PLAIN: (0.0, 0.05, 0.05, 0.30, 0.20),
    Shape.BULLET: (0.0, 0.20, 0.20, 0.40, 0.00),
    Shape.NUMBERED: (0.0, -1.50, -0.30, 0.00, -0.20),
    Shape.CLAUSE: (0.0, -0.80, -0.60, 0.05, 0.10),
    Shape.SENTENCE: (0.0, -2.00, -1.50, -0.20, -0.10),
    Shape.PARAGRAPH: (0.0, -4.00, -4.00, -2.50, -1.80),
}
_BY_PART: Final[dict[Part, _Scores]] = {
    Part.MENU: (0.0, 2.00, 1.50, 0.80, 1.00),
    Part.INSET: (0.0, 0.20, 0.20, 0.00, 0.00),
    Part.RELATED: (0.0, 1.00, 1.50, 2.00, 0.50),
    Part.COMMENTS: (0.0, 1.00, 1.50, 0.50, 2.50),
    Part.FOOT: (0.0, 0.80, 2.50, 0.50, 0.50),
}
_BYLINE: Final[_Scores] = (0.0, 0.30, 0.30, 0.00, 0.00)
# What is not sure counts less.
_UNSURE: Final = 0.4

_START: Final = (_NEVER, -1.5, _NEVER, _NEVER, _NEVER, 0.0)
_MOVE: Final = (
    # to:  body  head    tail  related comments beginning
    (0.0, _NEVER, -2.0, -1.5, -1.5, _NEVER),  # from the body
    (0.0, 0.0, _NEVER, _NEVER, _NEVER, 0.0),  # from the head
    (-6.0, _NEVER, 0.0, -0.5, -0.5, _NEVER),  # from the tail
    (-1.0, _NEVER, -0.5, 0.0, -0.5, _NEVER),  # from related links
    (-8.0, _NEVER, -0.5, -0.5, 0.0, _NEVER),  # from comments
    (0.0, _NEVER, _NEVER, _NEVER, _NEVER, 0.0),  # from the beginning
)
_ENTERED_BY: Final = {_RELATED: Part.RELATED, _COMMENTS: Part.COMMENTS}


def find_regions(lines: Sequence[Observation]) -> list[Region]:
    """The most probable Region of each line."""
    if not any(hit is not None and hit.sure and hit.part is not Part.INSET for _, hit, _ in lines):
        return [Region.BODY] * len(lines)
    own = [shape for shape, hit, byline in lines if hit is None and not byline]
    sentence = Shape.SENTENCE if max(own, default=Shape.STUB) >= Shape.SENTENCE else Shape.CLAUSE
    scores = list(_START)
    steps: list[list[int]] = []
    for number, (shape, hit, byline) in enumerate(lines):
        seen = _explained(shape, hit, byline)
        begun = hit is None and not byline and shape >= sentence
        came_from, scores = _step(scores, seen, hit, begun) if number else ([], _first(seen, begun))
        steps.append(came_from)
    return _path(scores, steps)


def _explained(shape: Shape, hit: Hit | None, byline: bool) -> Sequence[float]:
    if hit is None:
        return _BYLINE if byline else _BY_SHAPE[shape]
    return _BY_PART[hit.part] if hit.sure else [_UNSURE * score for score in _BY_PART[hit.part]]


def _first(seen: Sequence[float], begun: bool) -> list[float]:
    scores = [start + score for start, score in zip(_START, (*seen, 0.0), strict=True)]
    return [scores[_BEGINNING], *scores[1:_BEGINNING], _NEVER] if begun else scores


def _step(
    scores: Sequence[float], seen: Sequence[float], hit: Hit | None, begun: bool
) -> tuple[list[int], list[float]]:
    came_from: list[int] = []
    new: list[float] = []
    for to in _STATES:
        best, best_score = to, _NEVER
        for origin in _origins(to, hit, begun):
            score = scores[origin] + _MOVE[origin][to]
            if score > best_score:
                best, best_score = origin, score
        came_from.append(best)
        new.append(best_score + (seen[to] if to != _BEGINNING else 0.0))
    return came_from, new


def _origins(to: int, hit: Hit | None, begun: bool) -> Sequence[int]:
    """The states from which a line may lead to ``to``."""
    if to == _BEGINNING:
        return () if begun else _STATES
    if to == _BODY and not begun:
        return (_BODY, _TAIL, _RELATED, _COMMENTS)
    if to in _ENTERED_BY and (hit is None or hit.part is not _ENTERED_BY[to]):
        return (to,)
    return _STATES


def _path(scores: Sequence[float], steps: Sequence[Sequence[int]]) -> list[Region]:
    """The best path, read from its end."""
    at = max(_STATES, key=lambda state: scores[state])
    path = [at]
    for came_from in reversed(steps[1:]):
        at = came_from[at]
        path.append(at)
    return [Region.BODY if state == _BEGINNING else Region(state) for state in reversed(path)]
