"""``yuanhua train``: learns the models of ``bot/models/`` anew from question sets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from bot.commands.base import Command, require_libraries, session_of


@click.command("train", cls=Command)
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.pass_context
def train(context: click.Context, data: Sequence[Path], out: Path, seed: int) -> int:
    """Learns which sentence answers, and how sure that is, from SQuAD-format files."""
    session = session_of(context)
    require_libraries(session, "ir_measures", "scipy", "sklearn")
    from bot.learned import BORDERS, CONFIDENCE, KEY_SENTENCE, OVERLAP, SECOND_LOOK
    from bot.learning.lessons import lessons_of
    from bot.learning.training import train as learn
    from index.evaluation import read_squad

    settings = session.config.index_settings()
    sets = [read_squad(path) for path in data]
    lessons = [lesson for each in sets for lesson in lessons_of(each)]
    trained = learn(lessons, settings, seed, lambda text: click.echo(text, err=True))
    card = {
        "data": {each.name: {"sha256": each.digest, "questions": len(each.topics)} for each in sets},
        "seed": seed,
        "scikit-learn": version("scikit-learn"),
        "jieba": version("jieba"),
        "measures": trained.measures,
    }
    out.mkdir(parents=True, exist_ok=True)
    files = {
        KEY_SENTENCE: trained.key_sentence,
        BORDERS: trained.borders,
        OVERLAP: trained.overlap,
        SECOND_LOOK: trained.second_look,
        CONFIDENCE: trained.confidence,
        "card.json": card,
    }
    for name, value in files.items():
        indent = 2 if name == "card.json" else None
        text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
        (out / name).write_text(text + "\n", encoding="utf-8")
    click.echo(json.dumps(trained.measures, ensure_ascii=False, indent=2))
    return 0
