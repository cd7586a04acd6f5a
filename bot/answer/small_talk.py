"""Telling talk with the bot from questions about the article, and the question from the talk around it.

Rules over folded text: a message is talk when all of it is made of talk, so that a question that merely begins politely
(``你好,OpenAI投资了谁?``) stays a question; what is polite about it is left out of the search (``asked_in``). What
nobody could have meant to ask (``asdfghjkl``, ``啊啊啊啊``) is talk as well.
"""

from __future__ import annotations

import re
from itertools import pairwise

_TAIL = r"[呀啊哦噢喔啦哈呢吧嘛哟呐喽咯了的]*"
_YOU = r"(?:你|您|机器人|小助手|助手)"
_TALK = (
    rf"(?:(?:你|您|大家|各位)?好|哈[喽啰罗]|嗨|hi+|hello|hey+|早|晚安"
    rf"|[早中下晚][上午]?好|早安|午安|在(?:吗|么|不在|不)?){_TAIL}",
    rf"(?:(?:太|非常|十分|真的?)?(?:谢谢|多谢|感谢|感激)+(?:你|您|大家)?(?:的)?(?:回答"
    rf"|帮助|解答|帮忙)?|辛苦(?:你|您)?|麻烦(?:你|您))(?:了)?{_TAIL}",
    r"thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|cheers|great"
    r"|nice|cool|good (?:morning|evening|afternoon|night|job|bot)",
    rf"(?:再见|拜拜|88+|bye(?:[ -]?bye)?|回头见|明天见|回见|先这样|不聊){_TAIL}|see you(?: later)?|goodbye",
    rf"(?:好(?:吧|滴|嘞|像是)?|嗯+|哦+|噢+|行|收到|(?:我)?(?:明白|知道|懂|了解)|ok(?:ay)?|对|是的"
    rf"|没错|不错|厉害|牛|(?:太|真|很)?棒|哈+|呵+|嘿+|嘻+|哇+|6{{3,}}|没事|不用|算){_TAIL}",
    rf"{_YOU}(?:到底|究竟)?(?:是|叫|算)(?:不是|个|一个)?(?:谁|什么|啥|什么名字|什么东西"
    rf"|机器人|人|真人|人类|活人|ai|人工智能|智能|chatgpt|gpt|程序)?(?:吗|么)?{_TAIL}",
    rf"{_YOU}(?:都|还|到底)?(?:能|会|可以|懂)(?:帮我|给我|为我)?(?:做|干|回答|帮|聊|说)?(?:些"
    rf"|点|哪些)?(?:什么|啥|哪些)?(?:事情?|问题|忙|东西|功能)?(?:吗|么)?{_TAIL}",
    rf"{_YOU}(?:今年)?(?:多大|几岁|在哪|在干嘛|在做什么|吃饭|喜欢什么|好吗"
    rf"|是男是女|有名字吗|有没有名字|累不累|睡了吗|无聊吗).{{0,6}}",
    rf"(?:怎么|如何|咋)(?:用|使用)(?:你|这个|机器人)?{_TAIL}",
    r"who (?:are|r|made|created|built) (?:you|u)|what(?:'s| is) your name|what (?:can|do) you do|what are you"
    r"|are you (?:a |an )?(?:bot|robot|human|ai|real|chatgpt|machine)|how do you work",
    rf"how are you(?: doing)?(?: today)?|what's up|help(?: me)?|帮助"
    rf"|test(?:ing)?|测试(?:一下)?|(?:随便)?聊(?:聊|天|会儿|一聊){_TAIL}",
    rf"(?:我)?(?:好)?(?:爱|喜欢|讨厌|想){_YOU}{_TAIL}|{_YOU}(?:真|好"
    rf"|太|可真)?(?:笨|傻|好|棒|聪明|可爱|厉害|烦){_TAIL}",
    r"(?:请|麻烦|能不能|可以|能)?(?:你|您)?(?:帮我|给我|为我|替我)?(?:讲"
    r"|说|来)(?:一)?(?:个|段)(?:笑话|故事|段子|相声).{0,4}"
    r"|(?:请|能不能|可以|能)?(?:你|您)?(?:帮我|给我|为我|替我)?(?:唱|写|作"
    r"|画)(?:一)?(?:首|个|张|篇|幅|支)(?:歌|诗|画|作文|图|情书|曲子)?.{0,3}",
)
_MESSAGE = re.compile(rf"(?:(?:{'|'.join(_TALK)})[\s,.!?~、。…]*)+")
_LONGEST = 40
_POLITE_BEGINNING = re.compile(
    r"^(?:(?:你|您)好[呀啊]?|hi|hello|hey|嗨|哈[喽啰]|那个|嗯+|呃+|话说|对了"
    r"|(?:麻烦|请|想|我想|想要|我要)?(?:请问|问|请教|打听|咨询|了解)(?:一?下|一个问题|个问题|个事)?(?:你|您|大家)?"
    r"|(?:麻烦|劳驾|拜托)(?:你|您)?(?:帮我?)?(?:看|查|找|说|讲|问)?(?:一?下)?"
    r"|(?:请)?(?:帮我?|给我)(?:看|查|找|说|讲)(?:看|一?下)?"
    r"|(?:我)?(?:很|就|只)?想(?:要)?(?:知道|了解|问|请教)(?:一?下)?(?:的是)?"
    r"|(?:请)?告诉我(?:一?下)?|(?:你)?知道|谁(?:能|可以)告诉我"
    r"|(?:please|pls)|(?:can|could|would) you (?:please )?tell me|(?:please )?tell me"
    r"|i(?:'d like| want| would like) to (?:know|ask)|do you know)"
    r"[\s,.!、:…~。，！：；～]*",
    re.IGNORECASE,
)
_POLITE_END = re.compile(
    r"[\s,.!~、。…，！～]*(?:(?:谢谢|多谢|感谢|拜托)(?:你|您|大家)?[了啦啊呀]?|thanks?(?: you)?"
    r"|thx|please|pls|求(?:解答?|告知|助|问)|在线等)[\s,.!?~。…！？～]*$",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:来着|[呀啊哦噢哈啦嘞]+)(?=[?!。.…~？！～]*$)")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")


def is_small_talk(folded: str) -> bool:
    """Whether a message, given as folded text, is talk with the bot, or no language at all."""
    message = folded.strip().strip("~.!?,、。… ")
    if len(message) > _LONGEST:
        return False
    return _MESSAGE.fullmatch(message) is not None or is_mash(message)


def is_mash(folded: str) -> bool:
    """Whether a message is fingers on the keyboard: one thing repeated, neighbouring keys, consonants only."""
    letters = re.sub(r"[^a-z0-9\u4e00-\u9fff]", "", folded)
    if len(letters) < 4:
        return False
    if any(
        letters == (letters[:size] * len(letters))[: len(letters)] for size in (1, 2, 3) if len(letters) >= 3 * size + 1
    ):
        return not letters.isdigit()
    if " " in folded.strip() or not letters.isascii() or not letters.isalpha():
        return False
    return len(letters) > 5 and (_along_a_row(letters) >= 0.7 or _VOWELLESS.fullmatch(letters) is not None)


def asked_in(text: str) -> str:
    """A question without the courtesies around it; as it was where nothing else is left."""
    rest = text.strip()
    while True:
        shorter = _TRAILING.sub("", _POLITE_END.sub("", _POLITE_BEGINNING.sub("", rest, count=1), count=1)).strip()
        if shorter == rest or sum(map(str.isalnum, shorter)) < 2:
            return rest
        rest = shorter


def _along_a_row(letters: str) -> float:
    """The share of steps from key to key that go to a neighbour in the same row, or stay."""
    places = {key: (number, place) for number, row in enumerate(_ROWS) for place, key in enumerate(row)}
    steps = [(places[one], places[other]) for one, other in pairwise(letters)]
    near = sum(one[0] == other[0] and abs(one[1] - other[1]) <= 1 for one, other in steps)
    return near / len(steps)
