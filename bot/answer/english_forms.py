"""The dictionary forms of English words: ``developing`` → ``develop``, ``companies`` → ``company``, ``went`` → ``go``,
and the words they are derived from: ``restoration`` → ``restore``.

Every form that spelling allows is tried; which one is a word, the dictionary tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_IRREGULAR = """
be am is are was were been being; begin began begun; become became; break broke broken; bring brought; build built
buy bought; catch caught; choose chose chosen; come came; cut; cost; deal dealt; do did done does; draw drew drawn
drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found
fly flew flown; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given
go went gone goes; grow grew grown; hang hung; have had has; hear heard; hide hid hidden; hold held; keep kept
know knew known; lay laid; lead led; learn learnt; leave left; lend lent; lie lay lain; lose lost; make made
mean meant; meet met; pay paid; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen
seek sought; sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown; sing sang sung; sink sank
sit sat; sleep slept; speak spoke spoken; spend spent; stand stood; steal stole stolen; stick stuck; strike struck
swear swore sworn; swim swam swum; take took taken; teach taught; tear tore torn; tell told; think thought
throw threw thrown; understand understood; wake woke woken; wear wore worn; win won; wind wound; write wrote written
withdraw withdrew withdrawn; overtake overtook overtaken; undertake undertook undertaken; overcome overcame
man men; woman women; child children; person people; foot feet; tooth teeth; mouse mice; goose geese; life lives
wife wives; knife knives; leaf leaves; half halves; self selves; shelf shelves; wolf wolves; analysis analyses
crisis crises; basis bases; thesis theses; criterion criteria; phenomenon phenomena; medium media; datum data
good better best; bad worse worst; far further furthest; many more most; little less least
"""
_VOWELS = frozenset("aeiou")
_BRITISH = (("tre", "ter"), ("our", "or"), ("ise", "ize"), ("yse", "yze"), ("ogue", "og"), ("ence", "ense"))
"""Endings of British spellings, and of the American ones that the dictionary has."""


def forms(word: str) -> tuple[str, ...]:
    """The word (lower case) and the dictionary forms it may be of, without repetition."""
    found = [word, *_irregular().get(word, ()), *_regular(word)]
    american = (
        form.removesuffix(british) + instead
        for form in found
        for british, instead in _BRITISH
        if form.endswith(british)
    )
    return tuple(dict.fromkeys([*found, *(form for form in american if len(form) > 4)]))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for group in re.split(r"[;\n]", _IRREGULAR):
        base, *others = group.split() or [""]
        for other in others:
            table.setdefault(other, []).append(base)
    return {word: tuple(bases) for word, bases in table.items()}


_DERIVED = (
    ("ization", "ize"), ("ation", "ate"), ("ation", "e"), ("ation", ""), ("ition", "e"), ("ition", ""), ("sion", "d"),
    ("sion", "de"), ("ion", "e"), ("ion", ""), ("ement", "e"), ("ment", ""), ("iness", "y"), ("ness", ""),
    ("racy", "rate"), ("ency", "ent"), ("ancy", "ant"), ("ability", "able"), ("ity", "e"), ("ity", ""), ("ance", ""),
    ("ence", ""), ("ence", "ent"), ("ance", "ant"), ("ally", "al"), ("al", "e"), ("al", ""), ("or", "e"), ("or", ""),
    ("ure", ""), ("ist", "y"), ("ist", ""), ("ful", ""), ("ive", "e"), ("ive", ""), ("t", "ten"), ("th", "t"),
)  # fmt: skip


def origins(word: str) -> tuple[str, ...]:
    """The words that a word (lower case) may be derived from, without repetition."""
    found = (word.removesuffix(ending) + instead for ending, instead in _DERIVED if word.endswith(ending))
    return tuple(dict.fromkeys(origin for origin in found if len(origin) > 3))


def superlative_of(word: str) -> tuple[str, ...]:
    """What a superlative is of (``largest`` → ``large``); nothing where a word is none."""
    if word in {"best", "worst"}:
        return ("good",) if word == "best" else ("bad",)
    return tuple(form for form in _regular(word) if not form.endswith("est")) if word.endswith("est") else ()


def _regular(word: str) -> Iterator[str]:
    if len(word) < 4:
        return
    yield from _singular(word)
    for ending in ("ed", "ing", "er", "est"):
        stem = word.removesuffix(ending)
        if stem != word and not _VOWELS.isdisjoint(stem):
            yield from _whole(stem)
    if word.endswith("ly") and len(word) > 5:
        yield word[:-2]
        yield word[:-3] + "y" if word.endswith("ily") else word[:-1] + "e"


def _singular(word: str) -> Iterator[str]:
    if word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("es"):
        yield word[:-1]
        yield word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _whole(stem: str) -> Iterator[str]:
    """What a stem may have lost before an ending: ``stopp``, ``mak``, ``happi``."""
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]
    yield stem
    yield stem + "e"
