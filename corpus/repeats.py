"""Lines that a page says twice: a whole second copy of the body, a lead that stands again in the text.

Two lines are the same when their fingerprints are. The first is kept, with one exception: a lead under the headline
gives way to the paragraph of the body that it quotes. Short lines may repeat (a refrain, ``问：``) unless they lie in a
long copied block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.shapes import Shape

LONG: Final = 20
"""A line of at least this many characters is a repetition by itself."""

COPY: Final = 120
"""A copied block has two long lines, or at least this many characters, or ``SHARE`` of the page."""

SHARE: Final = 0.45
_DENSITY: Final = 0.6
_SLACK: Final = 8
_ALIKE: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and the earlier line that it repeats."""

    later: int
    earlier: int


def find_repeats(keys: Sequence[str], shapes: Sequence[Shape]) -> set[int]:
    """The numbers of the lines that are said elsewhere on the page.

    Args:
        keys: the lines' fingerprints.
        shapes: their shapes.
    """
    dropped: set[int] = set()
    total = sum(map(len, keys))
    for run in _runs(keys):
        if _is_copy(run, keys, total):
            dropped.update(pair.later for pair in run)
            dropped |= _left_between(run, keys, shapes)
        else:
            dropped.update(pair.later for pair in run if len(keys[pair.later]) >= LONG)
    dropped |= _excerpts(keys, dropped)
    return _lead_rather_than_body(keys, shapes, dropped)


def _runs(keys: Sequence[str]) -> list[list[_Pair]]:
    """Repeated lines, joined where they follow each other in the same order as their earlier occurrences."""
    places: dict[str, list[int]] = {}
    runs: list[list[_Pair]] = []
    for number, key in enumerate(keys):
        before = places.setdefault(key, [])
        if before:
            earlier = _continued(runs[-1], number, before) if runs else None
            if earlier is None:
                runs.append([_Pair(number, before[0])])
            else:
                runs[-1].append(_Pair(number, earlier))
        # Few places are enough: a copy is a copy of the first or of one of the last.
        if len(before) < _SLACK:
            before.append(number)
        else:
            before[-1] = number
    return runs


def _continued(run: Sequence[_Pair], number: int, places: Sequence[int]) -> int | None:
    """The earlier place that continues a run, which must not grow into itself."""
    last = run[-1]
    if number - last.later > _SLACK:
        return None
    end = min(last.earlier + _SLACK, run[0].later - 1)
    return next((place for place in places if last.earlier < place <= end), None)


def _is_copy(run: Sequence[_Pair], keys: Sequence[str], total: int) -> bool:
    """Whether a run is a copied block: long, and with little else between its lines on either side."""
    sizes = [len(keys[pair.later]) for pair in run]
    size = sum(sizes)
    if sum(each >= LONG for each in sizes) < 2 and (len(run) < 2 or size < min(COPY, SHARE * total)):
        return False
    first, last = run[0], run[-1]
    sides = (keys[first.later : last.later + 1], keys[first.earlier : last.earlier + 1])
    return all(size >= _DENSITY * sum(map(len, side)) for side in sides)


def _left_between(run: Sequence[_Pair], keys: Sequence[str], shapes: Sequence[Shape]) -> set[int]:
    """What a copy has between its copied lines: stubs that the first copy lacks, and paragraphs changed a little."""
    left: set[int] = set()
    for pair, following in pairwise(run):
        originals = [keys[number] for number in range(pair.earlier + 1, following.earlier)]
        for number in range(pair.later + 1, following.later):
            if shapes[number] <= Shape.NUMBERED or any(_alike(keys[number], original) for original in originals):
                left.add(number)
    return left


def _alike(one: str, other: str) -> bool:
    """Whether two paragraphs share most of their character pairs."""
    if min(len(one), len(other)) < LONG or max(len(one), len(other)) > 1.5 * min(len(one), len(other)):
        return False
    pairs, others = set(pairwise(one)), set(pairwise(other))
    return len(pairs & others) >= _ALIKE * len(pairs | others)


def _excerpts(keys: Sequence[str], dropped: set[int]) -> set[int]:
    """Lines that are the cut-off beginning of another line, or several other lines run together."""
    starts: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if len(key) >= LONG // 2 and number not in dropped:
            starts.setdefault(key[: LONG // 2], []).append(number)
    return {
        number
        for same in starts.values()
        if len(same) > 1
        for number in same
        if _is_cut_off(number, same, keys) or _is_run_together(number, same, keys)
    }


def _is_cut_off(number: int, same: Sequence[int], keys: Sequence[str]) -> bool:
    key = keys[number]
    if len(key) < LONG or not key.endswith(("...", "…")):
        return False
    beginning = key.rstrip(".…")
    others = (keys[other] for other in same[:_SLACK] if other != number)
    return any(len(other) > len(beginning) + 3 and other.startswith(beginning) for other in others)


def _is_run_together(number: int, same: Sequence[int], keys: Sequence[str]) -> bool:
    key = keys[number]
    for first in same[:_SLACK]:
        if first == number or len(keys[first]) >= len(key) or not key.startswith(keys[first]):
            continue
        matched, missed = 0, 0
        pieces: set[str] = set()
        for other in range(first, len(keys)):
            if other != number and key.startswith(keys[other], matched):
                matched, missed = matched + len(keys[other]), 0
                pieces.add(keys[other])
            else:
                missed += 1
            if missed > _SLACK:
                break
        if len(pieces) >= 2 and matched >= _ALIKE * len(key):
            return True
    return False


def _lead_rather_than_body(keys: Sequence[str], shapes: Sequence[Shape], dropped: set[int]) -> set[int]:
    """``dropped``, but with the page's first sentence in place of its later occurrence, where that stands alone."""
    sentences = (number for number, shape in enumerate(shapes) if shape >= Shape.CLAUSE and len(keys[number]) >= LONG)
    first = next(sentences, None)
    if first is None or first in dropped:
        return dropped
    later = next((number for number in sorted(dropped) if keys[number] == keys[first]), None)
    if later is None or {later - 1, later + 1} & dropped:
        return dropped
    return (dropped - {later}) | {first}
