"""Questions in English put to Chinese text: names and numbers as they are, question words by their Chinese ones,
everything else by a dictionary.

What comes out is a row of Chinese words in English order, which is all that a bag of terms and the rules for question
types need: ``When did Microsoft start developing Athena?`` → ``什么时候 微软 开始 研发 athena``. A word that may be
rendered in several ways keeps the likeliest as its lead, and the others beside it as synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.answer.english_forms import forms, origins, superlative_of
from bot.answer.glosses import Glosses, Rendering
from bot.answer.pinyin import is_pinyin
from bot.answer.wording import Piece

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|[A-Za-z0-9]+(?:[-.'’][A-Za-z0-9]+)*|[\u3400-\u9fff·]+")
_LONGEST_PHRASE = 4
_MOST_RENDERINGS = 6
_WORTH_KEEPING = 0.4
"""Share of the best rendering's fit that another must have."""
_TOO_VAGUE = 0.08
_MONEY = re.compile(
    r"\b(?:cost|costs|pay|paid|price|priced|invest\w*|money|spen[dt]\w*|worth|charge\w*|raise\w*|earn\w*)\b"
)

_QUESTION_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), asked)
    for pattern, asked in (
        (r"how many", "多少"),
        (r"how much(?: money)?", "多少"),
        (r"how (?:long|often)", "多长时间"),
        (r"how old", "多大"),
        (r"how (?:tall|high)", "多高"),
        (r"how (?:big|large)", "多大"),
        (r"how far", "多远"),
        (r"how deep", "多深"),
        (r"how wide", "多宽"),
        (r"how heavy", "多重"),
        (r"how fast", "多快"),
        (r"how come|what(?: is| was|'s)? the (?:reason|purpose)s?(?: for| of)?|why", "为什么"),
        (r"(?:what|which) (?:years?)", "哪一年"),
        (r"(?:what|which) (?:months?)", "哪个月"),
        (r"(?:what|which) (?:days?|dates?)", "哪一天"),
        (r"(?:at )?what time|when", "什么时候"),
        (r"(?:what|which) (?:country|countries|nation)", "哪个国家"),
        (r"(?:what|which) (?:city|cities|town)", "哪个城市"),
        (r"(?:what|which) (?:company|companies|firms?)", "哪些公司"),
        (r"(?:what|which) (?:people|persons?)", "哪些人"),
        (r"what(?: is|'s| was) the (?:name|title)s?(?: of)?|what (?=.* (?:called|named)\b)", "叫什么"),
        (r"who|whom|whose", "谁"),
        (r"where", "哪里"),
        (r"which", "哪些"),
        (r"what", "什么"),
        (r"how", "怎么"),
        (r"^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should)", "是否"),
    )
)
_WORDLESS = frozenset(
    """
    a an the this that these those itself there here such some any all both each every either neither none
    is are was were be been being am do does did done has have had having will would shall should can could may might
    must and or but nor so if then than as of in on at to for from by with about into onto over under between among
    during within without through across against toward towards upon off out up down before after since until till per
    via again too very just only even still yet already ever more most much many few less least other another same own
    also else who whom whose which what when where why how please according called named name exactly actually currently
    """.split()
)
"""Words that are not looked up: they say how things hang together, not what is asked for."""
_LIGHT = frozenset(
    "tell know think say mention want need let get make go come give find happen use start begin become take".split()
)
"""Words that a question often holds for its own sake; they are looked up, and count little."""
_SHORT_FORMS = (
    (re.compile(r"\bcan't\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"n't\b", re.IGNORECASE), " not"),
    (re.compile(r"\blet's\b", re.IGNORECASE), "let us"),
    (re.compile(r"'(?:s|m|re|ve|ll|d)\b", re.IGNORECASE), ""),
)
_PRONOUNS = {
    "i": "我", "me": "我", "my": "我", "you": "你", "your": "你", "he": "他", "him": "他", "his": "他", "she": "她",
    "her": "她", "we": "我们", "us": "我们", "our": "我们", "they": "他们", "them": "他们", "their": "他们",
    "it": "它", "its": "它", "not": "不", "no": "没有", "never": "从来",
}  # fmt: skip
_LIGHT_WEIGHT = 0.4
_AROUND_A_NAME = 2
"""English words that there are for each name in Chinese characters."""
_MONTHS = {
    month: f"{number}月"
    for number, month in enumerate(
        ("january february march april may june july august september october november december").split(), 1
    )
}
_TELLING = frozenset(
    """
    the is are was were of did does what who whose when where why how which and to in for it its they with from that
    this there many much has have had tell about by at as
    """.split()
)
"""Words an English question can hardly do without, none of them a syllable of pinyin."""


def is_english(text: str, has: Callable[[str], bool]) -> bool:
    """Whether a text is English by its look: a word no English question lacks, or one that is neither pinyin nor a name
    the corpus has (``has``); and no Chinese characters, unless as a name among more words that are English.
    """
    if any(tone in text.casefold() for tone in "āǎēěīǐōǒūǔǖǘǚǜ"):
        return False
    words = [found[0].lower() for found in _WORD.finditer(text)]
    latin = [word for word in words if word.isascii()]
    if len(latin) < len(words):
        return len(latin) >= _AROUND_A_NAME * (len(words) - len(latin)) and not _TELLING.isdisjoint(latin)
    if len(words) < 2:
        return False
    strange = [word for word in words if word.isalpha() and not is_pinyin(word) and not has(word)]
    return not _TELLING.isdisjoint(words) or 3 * len(strange) >= len(words)


def question_word(text: str) -> str:
    """The Chinese question word for an English question; empty where it has none."""
    lowered = text.lower().replace("’", "'").strip()
    for pattern, asked in _QUESTION_WORDS:
        found = re.search(rf"(?<![a-z]){pattern.pattern}(?![a-z])", lowered)
        if found:
            return "多少钱" if asked == "多少" and "much" in found[0] and _MONEY.search(lowered) else asked
    return ""


def rendered(text: str, glosses: Glosses, has: Callable[[str], bool]) -> tuple[Piece, ...]:
    """The pieces of an English question in the corpus's words, question words left out.

    Args:
        text: the question; names of the corpus's own may already stand in Chinese.
        glosses: the dictionary.
        has: whether the corpus has a word (lower case) as it is.
    """
    return tuple(_pieces(_words(text), glosses, has))


def is_rendered(word: str, glosses: Glosses) -> bool:
    """Whether an English word (lower case) is one of grammar, or the dictionary has the corpus's words for it."""
    grammar = word in _WORDLESS or word in _PRONOUNS
    return grammar or any(one.fit > _TOO_VAGUE for one in glosses.renderings(word))


def telling_words(text: str) -> tuple[str, ...]:
    """The words of an English question that say what is asked for, lower case, each once."""
    little = _WORDLESS.union(_PRONOUNS)
    words = map(str.lower, _words(text))
    return tuple(dict.fromkeys(word for word in words if word.isascii() and word not in little))


def _words(text: str) -> list[str]:
    """The words of a question, short forms written out."""
    text = text.replace("’", "'")
    for short, whole in _SHORT_FORMS:
        text = short.sub(whole, text)
    return [found[0] for found in _WORD.finditer(text)]


def _pieces(words: Sequence[str], glosses: Glosses, has: Callable[[str], bool]) -> Iterator[Piece]:
    place = 0
    while place < len(words):
        length, piece = _longest(words, place, glosses, has)
        if piece is not None:
            yield piece
        place += length


def _longest(
    words: Sequence[str], place: int, glosses: Glosses, has: Callable[[str], bool]
) -> tuple[int, Piece | None]:
    """The piece that begins at a place, and how many words it takes."""
    word = words[place]
    lowered = word.lower()
    for length in range(min(_LONGEST_PHRASE, len(words) - place), 1, -1):
        phrase = [other.lower() for other in words[place : place + length]]
        if phrase[0] in _WORDLESS or phrase[-1] in _WORDLESS or not all(map(str.isascii, phrase)):
            continue
        found = _choice([" ".join([*phrase[:-1], last]) for last in forms(phrase[-1])], glosses)
        if found and found[0].fit > _WORTH_KEEPING / 2:
            return length, _word(found)
    settled = _settled(word)
    if settled is not None:
        return 1, settled
    if lowered in _WORDLESS:
        return 1, None
    most = _most(lowered, glosses)
    light = not _LIGHT.isdisjoint(forms(lowered))
    found = most or _choice(forms(lowered), glosses) or _choice(origins(lowered), glosses)
    if has(lowered):
        return 1, Piece(word, tuple((one.word, one.fit) for one in found[:2] if word == lowered))
    if found and found[0].fit > _TOO_VAGUE:
        return 1, _word(found, _LIGHT_WEIGHT if light else 1.0)
    if light:
        return 1, None
    return 1, Piece(word, weight=1.0 if word != lowered else 0.5)


def _settled(word: str) -> Piece | None:
    """What a word is without a dictionary: itself where it is Chinese or has digits, a month, a pronoun."""
    lowered = word.lower()
    if not word.isascii() or any(map(str.isdigit, word)):
        return Piece(word)
    if lowered in _MONTHS and word != lowered:
        return Piece(_MONTHS[lowered])
    return Piece(_PRONOUNS[lowered], weight=_LIGHT_WEIGHT) if lowered in _PRONOUNS else None


def _most(word: str, glosses: Glosses) -> tuple[Rendering, ...]:
    """The renderings of a superlative: 最 before those of the plain word, where the corpus has them so."""
    plain = _choice(superlative_of(word), glosses)
    return tuple(Rendering(f"最{one.word}", one.fit) for one in plain if glosses.has(f"最{one.word}"))


def _choice(phrases: Sequence[str], glosses: Glosses) -> tuple[Rendering, ...]:
    """The renderings of the forms of a phrase together, best first, not too many."""
    fits: dict[str, float] = {}
    for place, phrase in enumerate(phrases):
        for one in glosses.renderings(phrase):
            fits[one.word] = max(fits.get(one.word, 0.0), one.fit * (1.0 if place < 2 else 0.8))
    ordered = sorted((Rendering(word, fit) for word, fit in fits.items()), key=lambda one: (-one.fit, one.word))
    return tuple(one for one in ordered[:_MOST_RENDERINGS] if one.fit >= _WORTH_KEEPING * ordered[0].fit)


def _word(found: Sequence[Rendering], weight: float = 1.0) -> Piece:
    first = found[0]
    return Piece(first.word, tuple((one.word, one.fit / first.fit) for one in found[1:]), weight)
