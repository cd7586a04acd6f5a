"""Lucene measured beside the other engines: a Java program of ours on the jars that Maven fetches."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.model import Query
from tests.benchmarks.engine_terms import Terms

HERE = Path(__file__).resolve().parent / "lucene"
_CLASSPATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
_HEAP = "4g"


class NoLuceneError(Exception):
    """Java or Maven is not here, or they fail; the message says which."""


def asked(
    terms: Terms, queries: Sequence[Query], folder: Path, k1: float, b: float, k: int, times: int, enough: float
) -> dict[str, Any]:
    """Builds and asks: ``build`` and ``opened`` in seconds, ``memory`` and ``disk`` in bytes, ``each`` question's least
    time in seconds, and the places of its ``best``.

    Raises:
        NoLuceneError: it cannot be run.
    """
    lacking = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if lacking:
        raise NoLuceneError(f"{' and '.join(lacking)} not found")
    texts, questions, index = folder / "texts", folder / "questions", folder / "index"
    with texts.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{text}\n" for text in terms.texts())
    with questions.open("w", encoding="utf-8") as lines:
        lines.writelines("\t".join(f"{term}\t{weight}" for term, weight in query.items()) + "\n" for query in queries)
    figures = [k1, b, k, times, enough]
    command = ["java", f"-Xmx{_HEAP}", "-cp", _jars(folder), str(HERE / "Peer.java"), str(texts), str(questions)]
    told: dict[str, Any] = json.loads(_output([*command, str(index), *map(str, figures)]))
    told["disk"] = sum(path.stat().st_size for path in index.iterdir())
    return told


def _jars(folder: Path) -> str:
    file = folder / "classpath"
    _output(["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), _CLASSPATH, f"-Dmdep.outputFile={file}"])
    return file.read_text(encoding="utf-8").strip()


def _output(command: Sequence[str]) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise NoLuceneError((ran.stderr or ran.stdout).strip().splitlines()[-1][:80])
    return ran.stdout
