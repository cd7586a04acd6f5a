"""The plain baseline looked at more closely: what its figures owe to the questions and sentences it is given.

Figures of others often come from a sample of the questions, searched among the sample's own passages, with sentences
cut at 。！？ only. Here the same is done to ours: ten samples, drawn with seeds 0 to 9.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

from corpus.model import Article, Span
from index.evaluation import DataSet, evaluate, limited, read_squad, term_system
from index.evaluation.reading import passage_ids
from tests.benchmarks.elsewhere import PLAIN
from tests.benchmarks.tables import markdown_table

SAMPLES, QUESTIONS = 10, 1500
MEASURES = ("R@1", "Quote@1")
_ENDS = re.compile(r"[^。！？!?]+[。！？!?]*|[。！？!?]+")


def page(paths: Mapping[str, Path]) -> str:
    """The table for the page of results; nothing where the sets are not there."""
    rows = [row for name in PLAIN if name in paths for row in _rows(read_squad(paths[name]))]
    if not rows:
        return ""
    note = (
        f"`words` beside the same system written and measured by others, on samples of at most {QUESTIONS:,} questions."
        " Where only the passages that a sample is about are searched, the right one is easier to find; longer"
        f" sentences hold an answer more often. Mean ± standard deviation of {SAMPLES} samples."
    )
    header = ["set", "questions, passages, sentences", *MEASURES]
    return f"{note}\n\n{markdown_table(header, rows, left=2)}\n"


def _rows(data: DataSet) -> list[list[str]]:
    short = cut_at_ends(data)
    whole = [
        [data.name, f"all, all, {told}", *(f"{value:.3f}" for value in _means(one))]
        for told, one in (("as ours are cut", data), ("cut at 。！？", short))
    ]
    sampled = [
        [data.name, f"{QUESTIONS:,}, theirs, {told}", *_spread([_means(one) for one in samples(given)])]
        for told, given in (("as ours are cut", data), ("cut at 。！？", short))
    ]
    return [*whole, *sampled, [data.name, "measured elsewhere", *(f"{value:.3f}" for value in PLAIN[data.name])]]


def samples(data: DataSet) -> list[DataSet]:
    """Samples of the questions, over the passages they are about."""
    found = []
    for seed in range(SAMPLES):
        few = limited(data, QUESTIONS, seed)
        gold = {passage for grades in few.qrels.values() for passage in grades}
        articles = tuple(article for article in few.articles if article.id in gold)
        found.append(replace(few, articles=articles, passages=passage_ids(articles)))
    return found


def cut_at_ends(data: DataSet) -> DataSet:
    """The same with sentences that end at 。！？ and nowhere else."""
    return replace(data, articles=tuple(map(_cut, data.articles)))


def _cut(article: Article) -> Article:
    (paragraph,) = article.paragraphs
    sentences = tuple(Span(*found.span()) for found in _ENDS.finditer(paragraph.text) if found.group().strip())
    return replace(article, paragraphs=(replace(paragraph, sentences=sentences),))


def _means(data: DataSet) -> list[float]:
    evaluation = evaluate(data, term_system("words"))
    return [evaluation.mean(name) for name in MEASURES]


def _spread(means: Sequence[Sequence[float]]) -> list[str]:
    return [f"{mean(values):.3f} ± {stdev(values):.3f}" for values in zip(*means, strict=True)]


if __name__ == "__main__":
    sys.stdout.write(page({Path(path).stem: Path(path) for path in sys.argv[1:]}))
