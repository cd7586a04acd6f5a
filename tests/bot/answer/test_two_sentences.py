"""When the key is more than one sentence, and when it stays one."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answer.answerer import Answerer, Seen
from bot.answer.asked import Asked
from bot.answer.model import Question
from bot.answer.settings import AnswerSettings
from bot.answer.two_sentences import answering_run, whole_answer
from bot.learned import load_models
from corpus.loading import parse_article
from tests.index.making import article, built


def run(question: str, *sentences: str, in_article: bool = False) -> list[str]:
    """The sentences that answer together; the best one by itself is marked with a ``*`` before it."""
    place = next(place for place, sentence in enumerate(sentences) if sentence.startswith("*"))
    bare = [sentence.removeprefix("*") for sentence in sentences]
    found = answering_run(Asked(question, {}, {}, {}), bare, place, in_article=in_article)
    return bare[found.first : found.last + 1]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        # A conclusion, and the reason before it.
        ("渡口为什么搬到上游?", ("下游的河床淤得厉害,大船靠不了岸。", "*因此,渡口搬到上游。")),
        ("白石镇的名字是怎么来的?", ("山上产白石。", "*所以叫做白石镇。")),
        # What is to be explained, and what somebody thought of it.
        ("理事会为什么反对建桥?", ("*理事会的七个人里有五个投票反对建桥。", "反对的人担心桥墩挡住鱼群。")),
        ("船长为什么改走北线?", ("船长老吴觉得南线的风太急。", "*他在四月改走北线。")),
        # What was announced, and what comes then.
        ("他为什么坚持用木桨?", ("*他坚持用木桨有他的道理。", "铁桨入水的声音会吓走鱼。")),
        ("渡船停航的原因是什么?", ("*停航的原因有两个。", "一是水位太低。", "二是船工不够。")),
        ("船规怎么说?", ("*船规是这样写的:", "落雨不开船,起雾不开船。")),
        # The items of a list.
        ("搬迁有哪两条理由?", ("*第一条是省钱。", "第二条是离客人近。")),
        ("搬迁有哪两条理由?", ("第一条是省钱。", "*第二条是离客人近。")),
        ("船票有哪些好处?", ("*一方面,船票便宜。", "另一方面,随时可以退。")),
        ("停航的理由有哪些?", ("*停航有三点理由:一是水浅;", "二是风大;", "三是船旧。", "船工散了。")),
        ("船规有哪些内容?", ("*船规的内容包括:落雨不开船;", "起雾不开船;", "夜里不载牛。", "船工散了。")),
        ("旧船腐烂的原因是什么?", ("*旧船腐烂是因为常年泡在水里。", "另一个原因是木料没有上漆。")),
        # Two things, a sentence each.
        ("大船和小船有什么不同?", ("*大船走外江;", "小船只在港里摆渡。")),
        ("动工和完工分别是哪一年?", ("1961年春天,码头动工;", "*1963年完工。")),
        # A question, and its answer.
        ("这条船贵在哪里?", ("*贵在哪里?", "船底包了一层铜。")),
        # What is said, over more than one sentence.
        ("老吴怎么评价新船?", ("*老吴说:“新船很快,", "就是太轻了。”")),
    ],
)
def test_what_takes_several_sentences_is_quoted_whole(question: str, sentences: tuple[str, ...]) -> None:
    best = [sentence.removeprefix("*") for sentence in sentences if sentence != "船工散了。"]
    assert run(question, *sentences) == best


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("渡口在哪里?", ("下游的河床淤得厉害。", "*因此,渡口搬到上游。")),
        ("渡口为什么搬到上游?", ("下游有三个村。", "*因此,为了让大船靠岸,渡口搬到上游。")),
        ("渡口为什么搬到上游?", ("*因为下游的河床淤得厉害,渡口搬到上游。", "村民认为这样很好。")),
        ("渡口为什么搬到上游?", ("有人反对。", "*因此开了三次会。")),
        ("渡口叫做为什么渡?", ("水浅。", "*因此叫做浅水渡。")),
        ("第二条理由是什么?", ("第一条是省钱。", "*第二条是离客人近。")),
        ("搬迁省了多少钱?", ("*第一条是省钱,一年省三万。", "第二条是离客人近。")),
        ("停航为什么能省钱?", ("*第一条是停航能省钱,油钱最贵。", "第二条是离客人近。")),
        ("船有几个舱?", ("*船有三个舱。", "船长住在前舱。")),
        ("这句话是谁说的?", ("*老吴问:“船呢?”", "没有人回答他。")),
        ("旧船腐烂的另一个原因是什么?", ("旧船常年泡在水里。", "*另一个原因是木料没有上漆。")),
        ("大船有什么特点?", ("*大船吃水深;", "小船只在港里摆渡。")),
        ("大船和小船都由谁管?", ("*大船由老吴管;", "小船由老李管。")),
    ],
)
def test_what_one_sentence_answers_is_quoted_alone(question: str, sentences: tuple[str, ...]) -> None:
    assert run(question, *sentences) == [s.removeprefix("*") for s in sentences if s.startswith("*")]


def test_in_an_article_the_next_sentence_is_quoted_with_one_that_only_says_what_is_to_be_explained() -> None:
    sentences = ("*渡船停航是在1974年。", "那几年上游的水全给了电站。")
    assert len(run("为什么渡船停航?", *sentences, in_article=True)) == 2
    assert len(run("为什么渡船停航?", *sentences)) == 1


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("为什么渡船停航?", ("*因为没有水,渡船停航了。", "那几年上游的水全给了电站。")),
        ("渡船停航是哪一年?", ("*渡船停航是在1974年。", "那几年上游的水全给了电站。")),
        ("为什么渡船停航?", ("*河里没有水了。", "那几年上游的水全给了电站。")),
        ("为什么渡船停航?", ("那几年上游的水全给了电站。", "*渡船停航是在1974年。")),
    ],
)
def test_in_an_article_too_one_sentence_is_quoted_alone_else(question: str, sentences: tuple[str, ...]) -> None:
    assert len(run(question, *sentences, in_article=True)) == 1


def test_a_list_is_quoted_up_to_its_fourth_sentence() -> None:
    items = ["*第一,省钱。", "第二,离客人近。", "第三,水深。", "第四,避风。", "第五,有树。"]
    assert len(run("搬迁有哪些理由?", *items)) == 4


def test_what_would_be_very_long_is_quoted_by_its_best_sentence() -> None:
    assert len(run("大船和小船有什么不同?", "*大船走外江" + "又" * 400 + "。", "小船不走外江。")) == 1


FERRY = parse_article(
    """# 渡口

## 搬家

渡口原来在下游的柳湾，1974年以前，全镇的人都从那里过河。那几年河床淤得厉害，大船靠不了岸。因此，渡口搬到了上游的石角。

## 船

渡口现在有两条船。大船走外江，一次能载四十个人；小船只在港里摆渡，由船工老吴一个人划。
""",
    id="ferry",
)


@pytest.mark.parametrize(
    ("question", "key", "phrase_in"),
    [
        (
            "渡口为什么搬到了上游的石角？",
            "那几年河床淤得厉害，大船靠不了岸。因此，渡口搬到了上游的石角。",
            "那几年河床淤得厉害，大船靠不了岸。",
        ),
        (
            "大船和小船有什么不同？",
            "大船走外江，一次能载四十个人；小船只在港里摆渡，由船工老吴一个人划。",
            "小船只在港里摆渡，由船工老吴一个人划。",
        ),
        ("大船一次能载多少人？", "大船走外江，一次能载四十个人；", "四十个人"),
    ],
)
def test_the_key_is_one_range_of_the_passage_with_the_answer_in_it(question: str, key: str, phrase_in: str) -> None:
    answerer = Answerer(built(FERRY), AnswerSettings(threshold=0.0), load_models())
    reply = answerer.reply(Question(question))
    quote = reply.quotes[0]  # type: ignore[union-attr]
    assert quote.key.of(quote.text) == key
    assert quote.answer is not None
    assert quote.answer.of(quote.text) in phrase_in


@pytest.mark.parametrize(
    ("odds", "key"),
    [
        # The next is more than half as likely, the one before, neither.
        ((0.0, 2.0, 1.5), "码头在北岸。水深九米。"),
        ((1.4, 2.0, 0.0), "渡口搬了。码头在北岸。"),
        ((1.4, 2.0, 1.5), "码头在北岸。水深九米。"),
        ((0.0, 2.0, 1.2), "码头在北岸。"),
    ],
)
def test_two_sentences_of_which_either_may_answer_are_quoted_both(odds: tuple[float, ...], key: str) -> None:
    seen = Answerer(built(article("quay", ["渡口搬了。", "码头在北岸。", "水深九米。"]))).seen(Question("码头在哪里?"))
    assert isinstance(seen, Seen)
    asked, paragraph = seen.understood.asked, seen.candidates[0].paragraph
    whole, phrase_in = whole_answer(asked, seen.candidates, 1, in_article=True, odds=np.array(odds))
    assert whole.of(paragraph.text) == key
    assert phrase_in == 1
    assert whole_answer(asked, seen.candidates, 1, in_article=True)[0].of(paragraph.text) == "码头在北岸。"
