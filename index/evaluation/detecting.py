"""Which layout a path has, and what lies in a folder of data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.model import Article
from index.evaluation.beir import CORPUS, read_beir
from index.evaluation.errors import DataError
from index.evaluation.model import DataSet, Format
from index.evaluation.questions import read_questions
from index.evaluation.squad import read_squad
from index.evaluation.trec import read_trec_data

QUESTIONS = "questions.jsonl"
"""Questions in a folder of their own, on the articles beside them."""
_TEXTS = (".md", ".txt")
_JUDGMENTS = {".qrels", ".trec", ".txt"}
_LAYOUTS = (
    f"name a BEIR folder (with {CORPUS}), a SQuAD-format .json, questions .jsonl (or a folder with {QUESTIONS} and"
    " their articles), or judgments .qrels, .trec, .txt"
)


def find_data(path: Path) -> tuple[Path, ...]:
    """The data sets at a path: itself, or those of a folder that is none, its ``squad`` and ``beir`` included.

    A folder with questions and the articles they are about is one data set, too.

    Raises:
        DataError: there is none.
    """
    if not path.is_dir() or (path / CORPUS).is_file() or articles_beside(path):
        return (path,)
    files = [*path.glob("*.json"), *path.glob("squad/*.json")]
    folders = [corpus.parent for pattern in (f"*/{CORPUS}", f"beir/*/{CORPUS}") for corpus in path.glob(pattern)]
    folders += [folder for folder in path.glob("*/") if articles_beside(folder)]
    if not files and not folders:
        raise DataError(f"{path}: no data set in this folder; {_LAYOUTS}")
    return (*sorted(files), *sorted(folders))


def articles_beside(folder: Path) -> tuple[Path, ...]:
    """The articles of a folder that holds questions on them, its README not among them; none of any other folder."""
    if not (folder / QUESTIONS).is_file():
        return ()
    texts = (path for path in folder.iterdir() if path.suffix in _TEXTS and path.is_file())
    return tuple(sorted(path for path in texts if path.stem.lower() != "readme"))


def format_of(path: Path) -> Format:
    """The layout of one data set, by its name.

    Raises:
        DataError: there is nothing, or nothing of a known layout.
    """
    if path.is_dir():
        return Format.QUESTIONS if articles_beside(path) and not (path / CORPUS).is_file() else Format.BEIR
    if not path.exists():
        raise DataError(f"{path}: there is nothing of that name; {_LAYOUTS}")
    if path.suffix == ".json":
        return Format.SQUAD
    if path.suffix == ".jsonl":
        return Format.QUESTIONS
    if path.suffix in _JUDGMENTS:
        return Format.TREC
    raise DataError(f"{path}: of no known layout; {_LAYOUTS}")


def read_data(path: Path, articles: Sequence[Article] = ()) -> DataSet:
    """One data set, in whichever layout; ``articles`` are what questions of our own layout ask about.

    Raises:
        DataError: it is malformed, or of no known layout.
    """
    match format_of(path):
        case Format.BEIR:
            return read_beir(path)
        case Format.SQUAD:
            return read_squad(path)
        case Format.QUESTIONS:
            if path.is_dir():
                return replace(read_questions(path / QUESTIONS, articles), name=path.resolve().name)
            return read_questions(path, articles)
        case Format.TREC:
            return read_trec_data(path)
