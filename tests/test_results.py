"""The page of results is made from what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.evaluation import DataSet, evaluate, gold_hidden, term_system
from index.evaluation.outputs import write_outputs
from index.settings import IndexSettings
from tests.benchmarks import results
from tests.benchmarks.baseline import Reading, cut_at_ends, nearest
from tests.benchmarks.elsewhere import PLAIN
from tests.index.evaluation.making import village
from tests.index.making import terms

SYSTEMS = ("words", "mixed", "mixed+sentence")


def write(data: DataSet, folder: Path) -> None:
    settings = IndexSettings(terms=terms())
    write_outputs([evaluate(data, term_system(name, settings)) for name in SYSTEMS], folder, ["test"])


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(results, "PAGE", tmp_path / "RESULTS.md")
    write(village(), tmp_path / "a")
    write(gold_hidden(village(), 0.5, 1), tmp_path / "b")
    (tmp_path / "speed.md").write_text("as the wind", encoding="utf-8")
    results.write_page([tmp_path / "a", tmp_path / "b"], tmp_path)
    return (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


def test_the_page_has_every_system_of_every_set_and_who_is_better(page: str) -> None:
    assert "### village\n\n4 questions over 3 passages; sha256 000000000000.\n" in page
    for system in SYSTEMS:
        assert f"\n| {system} | " in page
    assert "\n| village | mixed+sentence | Quote@1 | " in page
    assert "\n| village | words | R@1 | " not in page


def test_what_silence_is_worth_is_told_of_hidden_gold_only(page: str) -> None:
    assert page.count("### village") == 1
    silence = page.partition("## Knowing when not to answer")[2].partition("\n## ")[0]
    assert [line.split(" | ")[1] for line in silence.splitlines() if line.startswith("| village")] == list(SYSTEMS)


def test_tables_beside_the_folders_are_taken_in_and_others_come_last(page: str) -> None:
    assert page.index("## Speed\n\nas the wind\n") < page.index("## Others")
    assert "What the baseline's figures depend on" not in page


def test_a_plain_sentence_ends_at_full_stops_and_nowhere_else() -> None:
    data = village()
    (article,) = [one for one in data.articles if one.id == "tea"]
    (paragraph,) = article.paragraphs
    raw = "茶馆开着；门口有伞。「要茶吗？」他问"
    changed = replace(article, raw=raw, paragraphs=(replace(paragraph, text=raw),))
    (cut,) = cut_at_ends(replace(data, articles=(changed,))).articles
    assert tuple(cut.paragraphs[0].sentence_texts()) == ("茶馆开着；门口有伞。", "「要茶吗？", "」他问")


def test_the_reading_nearest_to_what_was_measured_elsewhere_is_nearest_on_all_sets_at_once() -> None:
    sets = {
        "cmrc2018-dev": [Reading("one", [(0.962, 0.656)]), Reading("two", [(0.960, 0.666), (0.964, 0.660)])],
        "drcd-dev": [Reading("one", [(0.944, 0.839)]), Reading("two", [(0.944, 0.819)])],
    }
    assert "nearest is *two*, off by 0.7 points at most" in nearest(sets)
    assert sets["cmrc2018-dev"][1].cells() == ["0.962 ± 0.003", "0.663 ± 0.004"]
    exact = {name: [Reading("as measured", [PLAIN[name]])] for name in PLAIN}
    assert nearest(exact) == "*as measured* reproduces all that was measured elsewhere within 0.5 points."
