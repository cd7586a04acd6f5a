"""What the whole road is worth on our own questions, and the figures it must not fall under.

``python -m tests.gate`` measures anew, writes ``tests/data/gate.json`` and says what changed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.config import load_config
from bot.evaluating import AnswererSystem
from corpus.loading import load_article
from index.evaluation import Evaluation, evaluate, read_questions
from index.evaluation.answers import ANSWERED, REFUSED

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "data" / "openai-chip-questions.jsonl"
ARTICLE = ROOT / "corpus" / "articles" / "openai-chip.md"
RECORD = ROOT / "tests" / "data" / "gate.json"
K = 5


@dataclass(frozen=True)
class Kind:
    """The questions of one kind: how many, how many got what is right, and the ids of the others.

    Right is a first key sentence with the evidence in it, or silence where there is none.
    """

    questions: int
    right: int
    wrong: tuple[str, ...]

    def fallen(self, before: Kind) -> str:
        """How this is worse than before, and by which questions."""
        new = [id for id in self.wrong if id not in before.wrong]
        return f"{self.right} of {self.questions} right instead of {before.right}; newly wrong: {' '.join(new)}"


def measured() -> Evaluation:
    """The shipped article, asked our questions with the shipped settings."""
    data = read_questions(QUESTIONS, [load_article(ARTICLE)])
    return evaluate(data, AnswererSystem(load_config(environ={})), K)


def by_kind(evaluation: Evaluation) -> dict[str, Kind]:
    """The kinds, in the order of the file."""
    told: dict[str, dict[str, float]] = {}
    for outcome in evaluation.outcomes:
        measure = ANSWERED if outcome.topic.answerable else REFUSED
        told.setdefault(outcome.topic.kind, {})[outcome.topic.id] = outcome.values[measure]
    return {
        kind: Kind(
            questions=len(values),
            right=sum(value == 1 for value in values.values()),
            wrong=tuple(id for id, value in values.items() if value != 1),
        )
        for kind, values in told.items()
    }


def recorded() -> dict[str, Kind]:
    """The figures of the file."""
    kinds = json.loads(RECORD.read_text(encoding="utf-8"))
    return {kind: Kind(told["questions"], told["right"], tuple(told.get("wrong", ()))) for kind, told in kinds.items()}


def main() -> None:
    """Writes the figures and shows them, those that were there before in brackets."""
    before = recorded() if RECORD.exists() else {}
    kinds = by_kind(measured())
    RECORD.write_text(json.dumps({kind: asdict(told) for kind, told in kinds.items()}, indent=2) + "\n", "utf-8")
    for kind, told in kinds.items():
        note = f" (was {before[kind].right})" if kind in before and before[kind].right != told.right else ""
        sys.stdout.write(f"{kind}: {told.right} of {told.questions}{note}; wrong: {' '.join(told.wrong) or 'none'}\n")


if __name__ == "__main__":
    main()
