"""How slips are mended: drawn at random in questions on some of our articles, and what becomes of questions without.

Slips are ``tests.benchmarks.slips``'; each question is asked of its own article, where all is mended rightly, wrongly
or left. Questions without a slip are asked of their own article and of the others, which know neither their names
nor their answers: none should be mended. Times are the least of five, of a question being understood (mended, renamed).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from bot.answer.lexicon import Lexicon
from bot.answer.repairing import repairs
from bot.answer.understanding import Understanding
from bot.config import load_config
from bot.dictionary import read_dictionary
from bot.learned import load_aliases
from corpus.loading import load_article
from index.building import build
from index.evaluation import read_questions
from index.searcher import Searcher
from index.terms.analyzer import Granularity
from tests.benchmarks.slips import Slip, content_words, slips

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("bookshop", "satellites", "wetland")
"""Some of the articles that nothing was learned from."""
SHIPPED = ROOT.parent / "corpus" / "articles" / "openai-chip.md"
SEED = 7
WITH_SLIPS = ("fact", "why", "paraphrase")
WITHOUT = (*WITH_SLIPS, "unanswerable")
TURNS = 5


@dataclass(frozen=True)
class Asked:
    """An article with what understands questions on it, and its questions without a slip by their kind."""

    name: str
    searcher: Searcher
    understanding: Understanding
    lexicon: Lexicon
    questions: Sequence[tuple[str, str]]


def main() -> None:
    """Prints Markdown tables."""
    articles = [asked(path, questions) for path, questions in files()]
    told: dict[str, Counter[str]] = {}
    for article in articles:
        for slip in drawn(article):
            told.setdefault(slip.kind, Counter())[outcome(article, slip)] += 1
    sys.stdout.write(table(told))
    own = [(one, question) for one in articles for kind, question in one.questions if kind in WITHOUT]
    others = [
        (one, question)
        for one in articles
        for other in articles
        for kind, question in other.questions
        if other is not one and kind in WITHOUT
    ]
    for name, asked_of in (("their own", own), ("the other articles", others)):
        mended = sum(bool(repairs(one.searcher, one.lexicon, question)) for one, question in asked_of)
        sys.stdout.write(f"\n{mended} of {len(asked_of)} questions without a slip are mended, asked of {name}")
    times = [taken(one, question) for one, question in own]
    most = sorted(times)[len(times) * 19 // 20]
    sys.stdout.write(f"\n\nto understand one takes {median(times):.2f} ms (p50), {most:.2f} ms (p95)\n")


def files() -> list[tuple[Path, Path]]:
    """The shipped article and those that were kept, each with its questions."""
    folder = ROOT / "data" / "articles"
    return [
        (SHIPPED, ROOT / "data" / "openai-chip-questions.jsonl"),
        *((folder / f"{name}.md", folder / f"{name}-questions.jsonl") for name in KEPT),
    ]


def asked(path: Path, questions: Path) -> Asked:
    """An article and its questions, read."""
    article = load_article(path)
    searcher = build([article], load_config(environ={}).index_settings())
    topics = read_questions(questions, [article]).topics
    return Asked(
        path.stem,
        searcher,
        Understanding(searcher, load_aliases(None), read_dictionary),
        Lexicon(searcher),
        [(topic.kind, topic.text) for topic in topics if not topic.after],
    )


def drawn(article: Asked) -> list[Slip]:
    """Slips in an article's questions, the same at each run."""
    random, analyzer = Random(SEED), article.searcher.analyzer  # noqa: S311 (no secret)
    found: list[Slip] = []
    for kind, question in article.questions:
        if kind not in WITH_SLIPS:
            continue
        folded = analyzer.normaliser(question)
        tokens = analyzer.content_tokens(folded, strictly=True)
        words = [token.text for token in tokens if token.granularity is Granularity.WORD]
        known = [word for word in content_words(words) if article.lexicon.knows(word)]
        found += slips(random, folded, known, article.lexicon.knows)
    return found


def outcome(article: Asked, slip: Slip) -> str:
    """Whether a slip was mended as it should be, otherwise, or left."""
    fold = article.searcher.analyzer.normaliser
    meant = fold(article.understanding.mended(slip.question.replace(slip.typed, slip.meant, 1)))
    mended = fold(article.understanding.mended(slip.question))
    if mended == meant:
        return "rightly"
    return "left" if mended == fold(slip.question) else "wrongly"


def taken(article: Asked, question: str) -> float:
    """The milliseconds in which a question is mended."""
    times: list[float] = []
    for _ in range(TURNS):
        begin = perf_counter()
        article.understanding.mended(question)
        times.append(1000 * (perf_counter() - begin))
    return min(times)


def table(told: Mapping[str, Counter[str]]) -> str:
    """What became of the slips of each kind."""
    lines = ["| slip | questions | mended rightly | wrongly | left |", "|---|--:|--:|--:|--:|"]
    for kind, outcomes in told.items():
        shares = (f"{outcomes[each] / outcomes.total():.3f}" for each in ("rightly", "wrongly", "left"))
        lines.append(f"| {kind} | {outcomes.total()} | {' | '.join(shares)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
