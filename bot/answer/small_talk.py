"""Telling talk with the bot from questions about the article.

Rules over folded text: the whole message must be made of talk, so that a question that merely begins politely
(``你好,OpenAI投资了谁?``) stays a question.
"""

from __future__ import annotations

import re

_TALK = (
    r"你好+|您好|hi|hello|hey|嗨|哈喽|哈啰|在吗|在不在|早上好|早安|下午好|晚上好|晚安",
    r"谢谢(?:你|您|啦|了)?|多谢|感谢|thanks?(?: you)?|thx|辛苦了",
    r"再见|拜拜|bye(?:[ -]?bye)?|回头见|明天见",
    r"好的?|嗯+|哦+|噢|行|收到|明白了?|知道了|ok(?:ay)?|对|是的|没错|不错|厉害|太棒了|真棒|哈+|呵+|嘿+|666*",
    r"你(?:到底)?(?:是|叫)(?:谁|什么|啥|什么名字|什么东西|机器人|人|真人|ai|人工智能)(?:吗|呢|啊|呀)?",
    r"(?:你|您)(?:都)?(?:能|会|可以)(?:帮我)?(?:做|干|回答|帮)?(?:些|点)?(?:什么|啥|哪些)?(?:事|事情|问题)?(?:吗|呢|啊)?",
    r"你(?:多大|几岁|在哪|吃饭|喜欢什么|好吗|是男是女|有名字吗).{0,6}",
    r"(?:怎么|如何)(?:用|使用)(?:你|这个|机器人)?(?:呢|啊)?",
    r"who (?:are|r) (?:you|u)|what(?:'s| is) your name|what can you do|are you (?:a |an )?(?:bot|robot|human|ai)",
    r"how are you(?: doing)?|help|帮助|test|测试(?:一下)?",
    r"(?:我)?(?:爱|喜欢|讨厌)你|你真?(?:笨|傻|好|棒|聪明|可爱|厉害)(?:啊|呀|哦)?",
)
_MESSAGE = re.compile(rf"(?:(?:{'|'.join(_TALK)})[\s,.!?~、。]*)+")


def is_small_talk(folded: str) -> bool:
    """Whether a message, given as folded text, is talk with the bot and nothing else."""
    message = folded.strip().strip("~.!?,、。 ")
    return len(message) <= 40 and _MESSAGE.fullmatch(message) is not None
