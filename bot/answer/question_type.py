"""What kind of thing a question asks for, from its question words.

Works on folded text (simplified script, lower case, half width). The kinds are those of question-answering track
systems (Li and Roth, "Learning Question Classifiers", 2002) cut down to what the surface of Chinese tells reliably.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is asked for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NUMBER = "number"
    WHY = "why"
    HOW = "how"
    NAME = "name"
    WHICH = "which"
    WHETHER = "whether"
    WHAT = "what"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QuestionType:
    """The kind, the question word as written, and the Han or Latin characters right after it (at most 2).

    ``focus`` narrows the kind: ``多少`` + ``年``, ``哪个`` + ``国家``; it is empty at the question's end.
    """

    kind: Kind
    word: str
    focus: str


_UNITS = "年|月|日|号|天|周|星期|世纪|时候|时间|时期|年代|年份|朝代"
_PLACES = "国家|城市|地方|地区|省份?|市|县|区|州|镇|村|岛|洲|大学|学校|位置|地点|国(?!产)"
_PEOPLE = "人|位|皇帝|国王|总统|作家|演员|歌手|导演|科学家|学者|将军|教授|选手|球员|教练"
_AMOUNTS = "数量|人数|面积|人口|长度|高度|价格|比例|金额|数额|成本|年龄|温度|速度|排名"

# The first pattern that matches decides, so the narrower come first.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.WHY,
            r"(?<![称名改认作视译叫])(?:为什么|为何)|为啥|因何|何以|凭什么|怎么会|什么(?:样的)?(?:原因|缘故|理由|目的)"
            r"|(?:原因|理由|目的)(?=[是为]?(?:什么|何|哪些)?[?？]?$)|\bwhy\b",
        ),
        (
            Kind.NUMBER,
            r"多少|多(?:大|高|长|远|重|久|快|宽|深|厚|强|贵)|\bhow (?:many|much|long|old|big|large|far|tall|often)\b",
        ),
        (
            Kind.WHEN,
            rf"什么(?:时候|时间|时期|年代|时刻|日子|日期)|何(?:时|年|日|月)|哪(?:一|个|几)*(?:{_UNITS})"
            r"|几(?:年|月|日|号|点)(?![级内间来后以])|(?:时间|日期|年份)(?=[是为在]?(?:什么|何|多少)?[?？]?$)|\bwhen\b",
        ),
        (Kind.WHO, rf"谁|何人|什么人|哪(?:一|几|些|个|两)*(?:{_PEOPLE})|\b(?:who|whom|whose)\b"),
        (
            Kind.WHERE,
            rf"哪(?:里|儿)|何(?:处|地)|什么(?:地方|位置|地点)|哪(?:一|个|些|座|所|几)*(?:{_PLACES})"
            r"|(?:位于|在|到|来自)哪(?=[?？]?$)|\bwhere\b",
        ),
        (
            Kind.NUMBER,
            rf"(?<![好十])几(?![乎率何十百千])|(?:{_AMOUNTS})(?=[是为有]?(?:什么|几)?[?？]?$)",
        ),
        (
            Kind.NAME,
            r"(?:叫|称为|名叫|称作|称|名为|命名为|改名为|译为)[做作]?(?:什么|啥|何)|什么名(?:字|称)?|名[字称](?=[是叫为]?(?:什么|啥)?[?？]?$)"
            r"|\bname\b",
        ),
        (Kind.HOW, r"如何|怎么|怎样|咋|什么(?:方式|方法|办法|手段|途径)|\bhow\b"),
        (Kind.WHICH, r"哪[一些个种家款几部本首场支项条类两件届方面]*|\bwhich\b"),
        (Kind.WHAT, r"什么样?的?|(?<![任几如])何|啥|\bwhat\b"),
        (Kind.WHETHER, r"是否|是不是|有没有|能不能|能否|会不会|吗[?？]?$|^(?:is|are|does|do|did|was|were|can|will)\b"),
    )
)
_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (mark, re.compile(pattern))
    for mark, pattern in (
        (
            "money",
            r"多少(?:钱|元|美元|资金|资本|费用)"
            r"|(?:钱|资金|金额|价格?|成本|投资|融资|费用?|收入|营收|利润|市值|薪酬?|工资|预算|罚款|售价)[^,。]{0,6}(?:多少|几|多[大高贵])"
            r"|多少[^,。]{0,4}(?:投资|融资|成本|资金|费用|收入)|\bhow much\b|\bcost",
        ),
        (
            "duration",
            r"多久|多长时间|多少(?:年|个?月|天|小时|分钟|时间|周)|几(?:个?月|天|小时|分钟|周|个?星期)|\bhow long\b",
        ),
        ("size", r"多(?:大|高|长|远|重|宽|深|厚)(?!时间)|面积|体积|大小|尺寸|长度|高度|重量|海拔"),
        ("share", r"比例|百分|占比|几成|几分之|几倍|多少倍|比率"),
        ("person", r"谁|哪位|什么人|何人|\bwho\b"),
        ("speech", r"(?:怎么|如何)(?:看|说|评价|认为|回应|形容)|说了?什么|认为|谁说|表示"),
        ("list", r"哪些|哪几|有什么|分别|包括|\bwhich\b"),
        ("date", r"什么时候|何时|哪(?:一)?(?:天|日|月)|几月|日期|\bwhen\b"),
        ("year", r"哪(?:一)?年|何年|年份|年代|世纪|什么时候|何时|\bwhen\b"),
        ("naming", r"叫|名|称|\bname\b"),
        ("reason", r"为什么|为何|为啥|原因|理由|\bwhy\b"),
        ("means", r"如何|怎么|怎样|方式|方法|途径|手段|\bhow\b"),
    )
)
_FOCUS = re.compile(r"(?:是|的|个|一|了|\s)*([^\W_]{1,2})")


def question_type(folded: str) -> QuestionType:
    """The type of a question given as folded text; the kind is OTHER where no question word stands."""
    for kind, pattern in _PATTERNS:
        found = pattern.search(folded)
        if found is not None:
            focus = _FOCUS.match(folded, found.end())
            return QuestionType(kind, found[0].strip("?？"), focus[1] if focus else "")
    return QuestionType(Kind.OTHER, "", "")


def wanted_marks(folded: str) -> frozenset[str]:
    """The marks (``bot.answer.sentence_text``) that a sentence answering this question should show."""
    return frozenset(mark for mark, pattern in _WANTED if pattern.search(folded))
