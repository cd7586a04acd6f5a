"""Questions to begin with: made from the articles themselves, and proposed only where they are answered.

A sentence that states one quantity makes a question by asking for it (``…花掉70万元。`` → ``…花掉多少元？``); besides
there is what the page says about its article, and the headings. No article is known here, and no answer promised that
was not tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.answer.model import Answer, Question
from bot.messages import Messages
from bot.repl.state import Room
from corpus.model import Article, Field

_TRIED = 12
_LOOKED_AT = 50
"""How many articles are looked at."""
_FROM_ONE_ARTICLE = 2
_METADATA = (Field.AUTHOR, Field.DATE)

_MEASURES = (
    "美元|美分|港元|欧元|日元|元|家|块|塊|张|張|颗|顆|个|個|款|台|臺|人|位|名|次|倍|篇|种|種|条|條"
    "|米|公里|公斤|吨|岁|小时|分钟"
)
_QUANTITY = re.compile(rf"(?:近|超过|超|逾)?(?<![\dA-Za-z.,\-—~至到])\d+(?:\.\d+)?[千万萬亿億]*(?={_MEASURES})")
# What points back to the sentence before cannot be asked alone; what is quoted or bracketed makes a clumsy question.
_LEANING = re.compile(r"^[它他她这這那其但而也就所因然于可另还還不此该該再又并]|[“”‘’\"「」『』（）()《》:：;；?？!！]")
_SAID = re.compile(r"^[^，,]{0,16}(?:说|说过|称|表示|认为|指出|透露|提到|算过|估算|估计|统计)是?[，,]")
_SHORTEST, _LONGEST = 10, 48


def example_questions(room: Room, messages: Messages, count: int) -> list[str]:
    """Up to ``count`` questions that are answered here; as few as there are."""
    articles = tuple(islice(room.searcher.articles, _LOOKED_AT))
    candidates = dict.fromkeys(islice(_candidates(articles, messages), _TRIED))
    answered = (text for text in candidates if isinstance(room.answerer.reply(Question(text)), Answer))
    return list(islice(answered, count))


def quantity_questions(article: Article) -> Iterator[str]:
    """The questions that the article's quantities answer, in reading order."""
    for paragraph in article.paragraphs:
        for sentence in paragraph.sentence_texts():
            question = _asking_for_its_quantity(sentence.strip())
            if question is not None:
                yield question


def _asking_for_its_quantity(sentence: str) -> str | None:
    sentence = _SAID.sub("", sentence)
    quantities = list(_QUANTITY.finditer(sentence))
    if len(quantities) != 1 or not _SHORTEST <= len(sentence) <= _LONGEST or _LEANING.search(sentence):
        return None
    before, after = sentence[: quantities[0].start()], sentence[quantities[0].end() :].rstrip("。.… ")
    return None if "，" in after or "," in after else f"{before}多少{after}？"


def _candidates(articles: Sequence[Article], messages: Messages) -> Iterator[str]:
    for article in articles:
        yield from islice(quantity_questions(article), _FROM_ONE_ARTICLE)
    fields = (field for field in _METADATA if any(article.entry(field) for article in articles))
    yield from (messages.example_fields[field.value] for field in fields)
    sections = (paragraph.section for article in articles for paragraph in article.paragraphs if paragraph.section)
    yield from (messages.example_section.format(section=section) for section in dict.fromkeys(sections))
