"""The report: one page that stands alone, and tells what the evaluations say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.evaluation import DataSet, Evaluation
from index.evaluation.errors import EvaluationError
from index.evaluation.report import report_html, write_report
from index.evaluation.report.axes import Axes, ticks
from index.evaluation.report.elements import document, number, tag
from tests.index.evaluation.judged import all_right, harbour, one_wrong, ranked

COMMAND = ["yuanhua", "evaluate", "harbour.json"]
_VOID = {"meta", "br", "link", "img", "input", "hr"}


@dataclass
class Page(HTMLParser):
    """What a page holds; fails where tags are not closed in order."""

    text: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.opened and self.opened[-1] in ("h2", "h3"):
            self.headings.append(data)

    def classes(self, name: str) -> int:
        return sum(name in (attributes.get("class") or "").split() for _, attributes in self.tags)


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.opened == []
    return page


@pytest.fixture
def data() -> DataSet:
    return harbour()


@pytest.fixture
def evaluations(data: DataSet) -> list[Evaluation]:
    found = {"q1": ["p1"], "q2": ["p1", "p2"], "q3": ["p4", "p2", "p3"]}
    return [ranked(data, "plain", found), one_wrong(data), all_right(data)]


def test_the_page_is_well_formed_and_needs_nothing_else(evaluations: list[Evaluation]) -> None:
    html = report_html(evaluations, COMMAND)
    page = read(html)
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r"https?:|//|url\(|@import", html)
    assert not {"script", "link", "img", "iframe", "object"} & {name for name, _ in page.tags}
    assert not [
        key for _, attributes in page.tags for key in attributes if key.startswith("on") or key in ("src", "href")
    ]


def test_every_part_is_there(evaluations: list[Evaluation]) -> None:
    assert read(report_html(evaluations, COMMAND)).headings == [
        "harbour",
        "Measures",
        "Rank of the relevant passage",
        "Knowing when not to answer",
        "Confidence",
        "Time",
        "Questions most systems miss",
        "How this was made",
    ]


def test_parts_without_anything_to_show_are_left_out(data: DataSet) -> None:
    perfect = ranked(data, "plain", {"q1": ["p1"], "q2": ["p2"], "q3": ["p3"], "q4": ["p4"]})
    headings = read(report_html([perfect], COMMAND)).headings
    assert "Time" not in headings
    assert "Questions most systems miss" not in headings


def test_the_same_evaluations_give_the_same_bytes(tmp_path: Path, evaluations: list[Evaluation]) -> None:
    write_report(evaluations, tmp_path / "one.html", COMMAND)
    write_report(evaluations, tmp_path / "deep" / "two.html", COMMAND)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "deep" / "two.html").read_bytes()
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file()) == ["one.html", "two.html"]


def test_measures_have_a_bar_and_a_number_for_each_system(evaluations: list[Evaluation]) -> None:
    html = report_html(evaluations, COMMAND)
    page = read(html)
    measures = {name for one in evaluations for name in one.measures()}
    assert page.classes("bar") == sum(len(one.measures()) for one in evaluations)
    assert measures <= set(page.text)
    titles = [attributes.get("title") or "" for _, attributes in page.tags]
    assert any(title.startswith("fair: 0.750, 95 % interval ") for title in titles)


def test_ranks_of_the_relevant_passages_are_counted(evaluations: list[Evaluation]) -> None:
    labels = [attributes.get("aria-label") for _, attributes in read(report_html(evaluations, COMMAND)).tags]
    assert "1: 1, 2: 1, 3–5: 1, 6–10: 0, 11 and on: 0, not found: 1" in labels


def test_only_systems_whose_confidence_is_a_probability_have_a_reliability_diagram(
    evaluations: list[Evaluation],
) -> None:
    text = read(report_html(evaluations, COMMAND)).text
    assert [part for part in text if part.startswith("Reliability: ")] == ["Reliability: fair", "Reliability: good"]


def test_a_disc_on_the_curve_marks_how_much_is_answered_at_the_threshold(evaluations: list[Evaluation]) -> None:
    html = report_html(evaluations, COMMAND)
    curves = html[html.index("<title>Risk against coverage") :].partition("</svg>")[0]
    axes = Axes((0, 1), (0, 1), "", "")
    # All five are answered by the second system, two of them wrongly; four of five, all right, by the third.
    for place, (coverage, risk) in {"f1": (1.0, 2 / 5), "f2": (4 / 5, 0.0)}.items():
        x, y = axes.at(coverage, risk)
        assert f'<circle cx="{number(x)}" cy="{number(y)}" r="4.5" class="{place} halo">' in curves
    assert curves.count("<polyline") == 3


def test_questions_that_are_missed_are_shown_with_their_answers(evaluations: list[Evaluation]) -> None:
    page = read(report_html(evaluations, COMMAND))
    places = [page.text.index(text) for text in ("末班船几点离岸？", "鱼市里最贵的鱼是什么？")]
    assert places == sorted(places), "the one that two systems miss comes before one that a single system misses"
    assert "2 of 3" in page.text
    assert "傍晚六点" in page.text
    assert "灯塔建于哪一年？" not in page.text


def test_text_from_data_is_text_and_no_markup(data: DataSet) -> None:
    nasty = "<script>alert(1)</script> & \ud800"
    topics = (replace(data.topics[0], text=nasty), *data.topics[1:])
    odd = replace(data, name="a<b>", topics=topics)
    page = read(report_html([ranked(odd, "<i>", {"q1": ["p2"]})], COMMAND))
    assert "<script>alert(1)</script> & \ufffd" in page.text
    assert "a<b>" in page.headings
    assert not {"script", "i", "b"} & {name for name, _ in page.tags}


def test_several_data_sets_have_a_section_each() -> None:
    one, two = harbour(), replace(harbour(), name="quay")
    headings = read(report_html([all_right(one), all_right(two)], COMMAND)).headings
    assert [name for name in headings if name in ("harbour", "quay")] == ["harbour", "quay"]


def test_nothing_measured_is_no_report() -> None:
    with pytest.raises(ValueError, match="no evaluations"):
        report_html([], COMMAND)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, evaluations: list[Evaluation]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_report(evaluations, tmp_path / "file" / "report.html", COMMAND)


def test_values_lie_between_the_axes_even_beyond_their_ends() -> None:
    axes = Axes((0, 2), (0, 1), "x", "y")
    left, bottom = axes.at(0, 0)
    right, top = axes.at(2, 1)
    assert axes.at(1, 0.5) == ((left + right) / 2, (bottom + top) / 2)
    assert axes.at(9, -1) == (right, bottom)


@pytest.mark.parametrize(
    "ends, told",
    [((0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]), ((0, 17), [0, 5, 10, 15]), ((-0.3, 0.3), [-0.2, 0, 0.2])],
)
def test_ticks_are_round(ends: tuple[float, float], told: list[float]) -> None:
    assert ticks(*ends) == told


def test_numbers_are_short_and_tags_escape() -> None:
    assert [number(value) for value in (1.0, 0.126, -0.001, 100.0, -2.5)] == ["1", "0.13", "0", "100", "-2.5"]
    shown = document(tag("p", "a < b", tag("b", "c"), " & d", class_="x", text_anchor='"'))
    assert shown == '<!doctype html>\n<p class="x" text-anchor="&quot;">a &lt; b<b>c</b> &amp; d</p>\n'
