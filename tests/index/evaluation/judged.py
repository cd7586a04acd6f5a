"""A small data set about a harbour, and what systems made of it, judged: for tests of comparisons and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.evaluation import DataSet, Evaluation, Quoted, Replied, Response, Run, Topic, judge
from index.evaluation.model import AnswerText, Format, Timing
from index.evaluation.reading import passage_article, passage_ids
from index.model import Hit

TEXTS = {
    "p1": "旧港的灯塔建于一九〇三年。它高二十一米。",
    "p2": "渡船每天开四班。末班船在傍晚六点离岸。",
    "p3": "鱼市清早开张。最贵的是石斑。",
    "p4": "守塔人姓林。他在塔里住了三十年。",
}
ASKED = {
    "q1": ("灯塔建于哪一年？", "p1", "一九〇三年"),
    "q2": ("末班船几点离岸？", "p2", "傍晚六点"),
    "q3": ("鱼市里最贵的鱼是什么？", "p3", "石斑"),
    "q4": ("守塔人姓什么？", "p4", "姓林"),
}
UNASKABLE = "q5"


def harbour(digest: str = "d1", choices: Mapping[str, str | int | float] | None = None) -> DataSet:
    """Four questions that can be answered, and one that cannot."""
    articles = tuple(passage_article(name, "", text) for name, text in TEXTS.items())
    topics = [Topic(name, text, (AnswerText(answer),)) for name, (text, _, answer) in ASKED.items()]
    return DataSet(
        name="harbour",
        format=Format.SQUAD,
        source="harbour.json",
        digest=digest,
        articles=articles,
        passages=passage_ids(articles),
        topics=(*topics, Topic(UNASKABLE, "港口何时结冰？", answerable=False)),
        qrels={name: {passage: 1} for name, (_, passage, _) in ASKED.items()},
        choices=choices or {},
    )


def ranked(data: DataSet, name: str, found: Mapping[str, Sequence[str]]) -> Evaluation:
    """A system that only ranks: topic → passages, best first."""
    return judge(data, Response(_run(name, found)))


def replied(data: DataSet, name: str, said: Mapping[str, tuple[str, str, float]], threshold: float = 0.5) -> Evaluation:
    """A system that replies: topic → passage, key sentence, confidence; it is silent under the threshold."""
    replies = {
        topic: Replied((Quoted(passage, TEXTS[passage], key),), sure, sure < threshold)
        for topic, (passage, key, sure) in said.items()
    }
    timing = Timing(0.5, 0.25, {topic.id: 2.0 + place for place, topic in enumerate(data.topics)})
    run = _run(name, {topic: [passage] for topic, (passage, _, _) in said.items()})
    return judge(data, Response(run, replies, {"answers": "yes"}, calibrated=True, threshold=threshold, timing=timing))


def all_right(data: DataSet, name: str = "good") -> Evaluation:
    """Every question rightly answered, and silence to the one without an answer."""
    said = {topic: (passage, TEXTS[passage], 0.9) for topic, (_, passage, _) in ASKED.items()}
    return replied(data, name, {**said, UNASKABLE: ("p2", "渡船每天开四班。", 0.1)})


def one_wrong(data: DataSet, name: str = "fair") -> Evaluation:
    """The second question wrongly answered, and an answer to the one that has none."""
    said = {topic: (passage, TEXTS[passage], 0.8) for topic, (_, passage, _) in ASKED.items()}
    wrong = {"q2": ("p2", "渡船每天开四班。", 0.6), UNASKABLE: ("p2", "渡船每天开四班。", 0.7)}
    return replied(data, name, {**said, **wrong})


def _run(name: str, found: Mapping[str, Sequence[str]]) -> Run:
    return Run(
        name,
        {
            topic: tuple(Hit(passage, float(10 - place)) for place, passage in enumerate(passages))
            for topic, passages in found.items()
        },
    )
