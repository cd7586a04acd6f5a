"""Terms that begin alike, and what of an article can be had without the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Article
from index.articles import Records, record
from index.building import build
from index.files import open_index
from index.ordered import Ordered, beginning, in_order
from index.segments.strings import SortedStrings, joined
from index.settings import IndexSettings
from index.updating import IndexWriter
from tests.index.making import article, built, terms

words = st.dictionaries(st.text("ab龙é:\ud7ff\ue000", min_size=1, max_size=4), st.integers(1, 9), max_size=12)


@given(words, st.text("ab龙:\ud7ff", min_size=1, max_size=2))
def test_what_begins_alike_is_found_in_order(frequencies: dict[str, int], prefix: str) -> None:
    expected = sorted((word, n) for word, n in frequencies.items() if word.startswith(prefix))
    assert list(beginning(in_order(frequencies), prefix)) == expected


@given(words, st.text("ab龙:", max_size=2))
def test_strings_in_order_tell_how_many_come_before_one(frequencies: dict[str, int], text: str) -> None:
    assert SortedStrings.of(sorted(frequencies)).first_from(text) == sum(word < text for word in frequencies)


@pytest.fixture
def live(tmp_path: Path) -> Ordered:
    """Three segments, from one of which an article was removed."""
    settings = IndexSettings(terms=terms(), engine="postings")
    for number, text in enumerate(("月亮绕着地球转。", "地球绕着太阳转。", "龙。GPT-4。")):
        with IndexWriter(tmp_path, settings) as writer:
            writer.add([article(f"a{number}", [text]), article(f"gone{number}", ["月光。"])])
            writer.commit()
    with IndexWriter(tmp_path, settings) as writer:
        writer.remove(["gone0", "gone1", "gone2"])
        writer.commit()
    frequencies = open_index(tmp_path, terms()).stats.frequencies
    assert isinstance(frequencies, Ordered)
    return frequencies


def test_an_index_of_segments_gives_the_terms_of_what_is_there(live: Ordered) -> None:
    fresh = build(
        [article(f"a{n}", [text]) for n, text in enumerate(("月亮绕着地球转。", "地球绕着太阳转。", "龙。GPT-4。"))],
        IndexSettings(terms=terms()),
    ).stats.frequencies
    for prefix in ("u:", "b:地", "w:", "w:gpt", "x", "b:月"):
        assert list(beginning(live, prefix)) == sorted(
            (term, n) for term, n in fresh.items() if term.startswith(prefix)
        )


@pytest.mark.parametrize("title", ["", "茶馆", 'a "quoted" \\ title', "\ud83d", "长" * 3_000, '","title":"x"'])
def test_a_title_is_had_without_its_article(title: str) -> None:
    articles: list[Article] = [article("a", ["甲。"], title=title), article("b", ["乙。"], title="乙")]
    records = Records(*joined(map(record, articles)))
    assert [records.title(place) for place in range(2)] == [title, "乙"]


def test_a_paragraph_is_had_without_the_others() -> None:
    one = article("a", ["甲。", "乙。"], ["丙。"], section="节")
    records = Records(*joined([record(one)]))
    assert [records.paragraph(0, number) for number in range(2)] == list(one.paragraphs)


def test_a_searcher_knows_titles_and_neighbours() -> None:
    searcher = built(article("a", ["甲。"], ["乙。"], title="一"), article("b", ["丙。"], title="二"))
    assert dict(searcher.titles()) == {"a": "一", "b": "二"}
    assert searcher.title("b") == "二"
    with pytest.raises(KeyError):
        searcher.title("c")
    assert searcher.beside("a#0001", 1) == "a#0002"
    assert searcher.paragraph("a#0002").text == "乙。"
    assert searcher.beside("a#0002", 1) is None
    assert searcher.beside("a#0001", -1) is None


def test_words_are_found_by_how_they_end(tmp_path: Path) -> None:
    settings = IndexSettings(terms=terms(), engine="postings")
    with IndexWriter(tmp_path, settings) as writer:
        writer.add([article("a", ["图书馆和博物馆。天文馆。GPT馆。"]), article("gone", ["大使馆。"])])
        writer.commit()
    with IndexWriter(tmp_path, settings) as writer:
        writer.add([article("b", ["体育馆和图书馆。"])])
        writer.remove(["gone"])
        writer.commit()
    live = open_index(tmp_path, terms()).stats.frequencies
    assert isinstance(live, Ordered)
    for ordered in (live, in_order(dict(live.items()))):
        assert set(ordered.ending("馆", 3)) == {"图书馆", "博物馆", "天文馆", "体育馆"}
        assert set(ordered.ending("书馆", 3)) == {"图书馆"}
        assert set(ordered.ending("馆", 4)) == set()
