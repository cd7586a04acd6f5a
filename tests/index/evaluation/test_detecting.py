"""Which layout a path has."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evaluation.detecting import articles_beside, find_data, format_of, read_data
from index.evaluation.errors import DataError
from index.evaluation.model import Format
from tests.index.evaluation.making import TEA, document, paragraph, question, write_beir, write_lines, write_squad
from tests.index.making import article

HEADER = "query-id\tcorpus-id\tscore\n"


def beir(folder: Path) -> Path:
    return write_beir(folder, [{"_id": "d", "text": TEA}], [{"_id": "q", "text": "？"}], f"{HEADER}q\td\t1\n")


def squad(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    return write_squad(path, document(paragraph(TEA, question("q", "？"))))


def test_a_folder_with_a_corpus_is_beir_s(tmp_path: Path) -> None:
    assert find_data(beir(tmp_path)) == (tmp_path,)
    assert read_data(tmp_path).format is Format.BEIR


def test_files_are_known_by_their_names(tmp_path: Path) -> None:
    assert read_data(squad(tmp_path / "a.json")).format is Format.SQUAD
    own = write_lines(tmp_path / "a.jsonl", {"id": "q", "question": "？", "evidence": ["茶馆"]})
    assert read_data(own, [article("a", ["茶馆在河边。"])]).qrels == {"q": {"a#0001": 1}}
    for name in ("a.qrels", "a.trec", "a.txt"):
        (tmp_path / name).write_text("q 0 d 1\n", encoding="utf-8")
        assert read_data(tmp_path / name).format is Format.TREC


def test_a_folder_of_data_sets_has_those_in_it_and_under_squad_and_beir(tmp_path: Path) -> None:
    found = [
        squad(tmp_path / "one.json"),
        squad(tmp_path / "squad" / "two.json"),
        beir(tmp_path / "beir" / "three"),
        beir(tmp_path / "four"),
    ]
    write_lines(tmp_path / "questions.jsonl", {})
    assert set(find_data(tmp_path)) == set(found)
    assert find_data(tmp_path) == find_data(tmp_path)


def test_questions_in_a_folder_with_their_articles_are_a_data_set_named_like_it(tmp_path: Path) -> None:
    folder = tmp_path / "village"
    folder.mkdir()
    write_lines(folder / "questions.jsonl", {"id": "q", "question": "？", "evidence": ["茶馆"]})
    (folder / "README.md").write_text("About this folder.", encoding="utf-8")
    with pytest.raises(DataError, match="no data set in this folder"):
        find_data(tmp_path)
    (folder / "page.txt").write_text("茶馆在河边。", encoding="utf-8")
    assert articles_beside(folder) == (folder / "page.txt",)
    assert find_data(folder) == find_data(tmp_path) == (folder,)
    assert format_of(folder) is Format.QUESTIONS
    data = read_data(folder, [article("a", ["茶馆在河边。"])])
    assert (data.name, data.qrels) == ("village", {"q": {"a#0001": 1}})


@pytest.mark.parametrize("name", ["none", "none.json", "a.pdf"])
def test_what_is_not_there_or_of_no_known_layout_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pdf").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="name a BEIR folder"):
        format_of(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no data set in this folder; name a BEIR folder"):
        find_data(tmp_path)
