"""A live index: whatever came and went, it answers as one built anew, and nobody sees it half done."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.building import build
from index.errors import BusyIndexError
from index.files import open_index, save_index
from index.searcher import Searcher
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer
from index.updating import IndexWriter, SettingsChangedError
from tests.index.making import article, built, terms

WORDS = ["月亮", "太阳", "地球", "海水", "很咸", "没有空气", "绕着", "转", "GPT-4", "台湾", "龙"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)
paragraphs = st.lists(sentences, min_size=0, max_size=3)
bodies = st.lists(paragraphs, min_size=0, max_size=3)
titles = st.sampled_from(["天体", "海", ""])
articles = st.builds(
    lambda id, body, title: article(id, *body, title=title, section=title or None),
    st.sampled_from("abcdef"),
    bodies,
    titles,
)
additions = st.lists(articles, min_size=1, max_size=4, unique_by=lambda one: one.id)
removals = st.lists(st.sampled_from("abcdefg"), max_size=3)
steps = st.lists(st.one_of(additions, removals), max_size=8)


def changed(directory: Path, settings: IndexSettings, analyzer: Analyzer, step: Sequence[Article | str]) -> None:
    with IndexWriter(directory, settings, analyzer) as writer:
        writer.add([one for one in step if isinstance(one, Article)])
        writer.remove([one for one in step if isinstance(one, str)])
        writer.commit()


def assert_alike(live: Searcher, fresh: Searcher) -> None:
    assert live.digest == fresh.digest
    assert live.stats == fresh.stats
    assert len(live.stats.frequencies) == len(fresh.stats.frequencies)
    assert {one.id: one for one in live.articles} == {one.id: one for one in fresh.articles}
    assert sorted(one.id for one in live.paragraphs) == sorted(one.id for one in fresh.paragraphs)
    for text in ("月亮没有空气", "海水很咸吗", "台湾的GPT4", "天体"):
        query = live.analyzer.query(text)
        assert live.search(query, 5) == fresh.search(query, 5)
        for id in (one.id for one in fresh.articles):
            assert live.search(query, 5, within=id) == fresh.search(query, 5, within=id)
        for paragraph in fresh.paragraphs:
            assert live.sentence_scores(query, paragraph.id) == fresh.sentence_scores(query, paragraph.id)
            assert live.sentence_words(paragraph.id) == fresh.sentence_words(paragraph.id)
            assert live.shared_terms(query, [paragraph.id]) == fresh.shared_terms(query, [paragraph.id])
            assert live.beside(paragraph.id, 1) == fresh.beside(paragraph.id, 1)


@pytest.mark.parametrize("engine", ["okapi", "sparse"])
@pytest.mark.parametrize("tier", [2, 8])
@given(steps=steps, context=st.booleans())
@settings(max_examples=12)
def test_after_any_changes_it_answers_as_one_built_anew(
    engine: str, tier: int, steps: list[list[Article | str]], context: bool
) -> None:
    wanted = IndexSettings(terms=terms(), engine=engine, context=context)
    analyzer = Analyzer(wanted.terms)
    there: dict[str, Article] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.updating._TIER", tier)
        patch.setattr("index.segments.container.os.fsync", lambda _: None)
        directory = Path(folder)
        save_index(build([], wanted, analyzer=analyzer), directory)
        for step in steps:
            changed(directory, wanted, analyzer, step)
            there |= {one.id: one for one in step if isinstance(one, Article)}
            there = {id: one for id, one in there.items() if id not in step}
        live = open_index(directory, wanted.terms, analyzer=analyzer)
        assert_alike(live, build(list(there.values()), wanted, analyzer=analyzer))
        with IndexWriter(directory, wanted, analyzer) as writer:
            writer.commit(merge_all=True)
        whole = open_index(directory, wanted.terms, analyzer=analyzer)
        assert len(whole.snapshot.members) <= 1
        assert_alike(whole, live)


SEA = article("sea", ["海水是咸的。"])
MOON = article("moon", ["月亮绕着地球转。", "它没有空气。"])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    save_index(built(SEA), tmp_path / "index")
    return tmp_path / "index"


def test_an_article_is_added_without_writing_the_others_again(index: Path) -> None:
    before = {path: path.stat().st_ino for path in index.glob("*.segment")}
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        assert writer.add([MOON]).added == ("moon",)
        writer.commit()
    assert all(path.stat().st_ino == inode for path, inode in before.items())
    assert len(list(index.glob("*.segment"))) == 2
    assert {one.id for one in open_index(index, terms()).articles} == {"sea", "moon"}


def test_the_same_article_again_changes_nothing(index: Path) -> None:
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        change = writer.add([SEA])
        assert not (change.added)
        assert not (change.replaced)
        assert not (change.removed)


def test_a_changed_article_takes_the_old_ones_place(index: Path) -> None:
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        assert writer.add([article("sea", ["湖水是淡的。"])]).replaced == ("sea",)
        writer.commit()
    searcher = open_index(index, terms())
    assert [one.text for one in searcher.paragraphs] == ["湖水是淡的。"]
    assert searcher.search(searcher.analyzer.query("海水"), 3)[0].paragraph == "sea#0001"
    assert "w:海水" not in searcher.stats.frequencies


def test_a_reader_keeps_what_it_opened(index: Path) -> None:
    reader = open_index(index, terms())
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        writer.remove(["sea"])
        writer.add([MOON])
        writer.commit(merge_all=True)
    assert [one.text for one in reader.paragraphs] == ["海水是咸的。"]
    assert reader.search(reader.analyzer.query("海水"), 3)[0].paragraph == "sea#0001"
    assert [one.id for one in open_index(index, terms()).articles] == ["moon"]


def test_what_is_not_committed_never_was(index: Path) -> None:
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        writer.add([MOON])
        writer.remove(["sea"])
    assert [one.id for one in open_index(index, terms()).articles] == ["sea"]


def test_two_writers_exclude_each_other_and_the_second_is_told_who_writes(index: Path) -> None:
    import os

    with IndexWriter(index, IndexSettings(terms=terms())):
        with pytest.raises(BusyIndexError, match=rf"process {os.getpid()} is writing to this index; wait"):
            IndexWriter(index, IndexSettings(terms=terms())).__enter__()
        with pytest.raises(BusyIndexError):
            save_index(built(MOON), index)
    with IndexWriter(index, IndexSettings(terms=terms())) as writer:
        writer.commit()


def test_an_index_of_other_settings_is_not_added_to(index: Path) -> None:
    with pytest.raises(SettingsChangedError, match="built with other settings"):
        IndexWriter(index, IndexSettings(terms=terms(), k1=2.0)).__enter__()


def test_many_single_articles_make_few_segments(tmp_path: Path) -> None:
    wanted = IndexSettings(terms=terms())
    analyzer = Analyzer(wanted.terms)
    for number in range(70):
        changed(tmp_path / "index", wanted, analyzer, [article(f"a{number}", ["海水是咸的。"], ["月亮。"])])
    assert len(list((tmp_path / "index").glob("*.segment"))) < 8
    assert len(open_index(tmp_path / "index", terms()).articles) == 70
