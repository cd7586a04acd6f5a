"""What counts where a reason is asked for.

The sentence that gives one seldom repeats what is to be explained: it stands after it, says 因为, 出在 or 怕, is
announced (``原因有两个。``) or put into somebody's mouth. So in questions why, words in common count otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate

_GIVES = re.compile(
    r"因为|由于|起因|原因|缘故|理由|元凶|主因|祸首|症结|根子|根源|源于|归结|归因|归咎|出在|在于|为了|为的是|免得|以免|怕"
    r"|担心|顾虑|顾忌|看中|图的|逼得|被迫|只好|不得不|所以|因此|于是|导致|使得|害得|不然|否则|毕竟|既然|要不是"
    r"|不是.{1,15}而是|说到底|答案|道理|意味着|这样一来|才能|就能|便于|方便"
)
_BEGINS = re.compile(
    r"[“「『\"]?(?:一是|一方面|首先|其一|第一|原因|因为|由于|理由|问题出|这是因为|不是|说白了|据|官方|[他她](?:的)?(?:理由|解释|说))"
)
_ANNOUNCES = re.compile(
    r"(?:原因|理由|问题|考虑|缘由|好处|答案|缘故)[^,。]{0,6}(?:有[一二两三四几]|主要|很简单|如下|:)|[一二两三四几]个(?:原因|理由)"
)
_SAYS = re.compile(r"说|表示|认为|解释|承认|回忆|坦言|写道|总结")
_SHORT, _LONG = 22, 60

_AGAIN = ("marks_met", "common_run", "cover_wide", "cover_rare")
WHY_FEATURES = (
    "gives_reason_if_why",
    "begins_if_why",
    "explains_if_why",
    "announced_if_why",
    "announces_if_why",
    "reason_before_if_why",
    "says_if_why",
    "length_if_why",
    *(f"{name}_if_why" for name in _AGAIN),
)
"""What there is to see of a sentence as a reason; all are 0 where none is asked for."""
_NONE = (0.0,) * len(WHY_FEATURES)


def why_rows(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """For each candidate a row of ``WHY_FEATURES``."""
    rows = [why_row(candidates, place) for place in range(len(candidates))]
    return np.array(rows, dtype=np.float64).reshape(-1, len(WHY_FEATURES))


def why_row(candidates: Sequence[Candidate], place: int) -> tuple[float, ...]:
    """What ``WHY_FEATURES`` are of one of the candidates, of which a paragraph's stand together."""
    one = candidates[place]
    if not one.features["kind_why"]:
        return _NONE
    text, before = one.folded, candidates[place - 1].folded if one.place else ""
    return (
        _GIVES.search(text) is not None,
        _BEGINS.match(text) is not None,
        "explaining" in one.shown,
        _ANNOUNCES.search(before) is not None,
        len(text) < _SHORT and _ANNOUNCES.search(text) is not None,
        _GIVES.search(before) is not None,
        _SAYS.search(text) is not None,
        min(len(text), _LONG) / _LONG,
        *(one.features[name] for name in _AGAIN),
    )
