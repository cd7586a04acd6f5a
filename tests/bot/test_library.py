"""The library: articles kept byte for byte, all or none, under one id each."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from bot.errors import ArticleExistsError, LibraryError, UnknownArticleError
from bot.library import Library, Outcome, readable
from corpus.errors import CorpusError, UnreadableError
from corpus.loading import article_id
from corpus.settings import CorpusSettings
from corpus.shipped import shipped_articles

CAFE = "# 河边的咖啡馆\n\n店开在河边，从早上七点营业到晚上九点。\n\n拿铁卖二十八元一杯，美式卖二十元。\n"
TEA = "# 山上的茶馆\n\n店开在山上，坐缆车才能到，周一休息。\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", "when-empty", CorpusSettings())


@pytest.fixture
def cafe(tmp_path: Path) -> Path:
    path = tmp_path / "cafe.md"
    path.write_text(CAFE, encoding="utf-8")
    return path


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    path = tmp_path / "tea.md"
    path.write_text(TEA, encoding="utf-8")
    return path


def kept(library: Library) -> dict[str, bytes]:
    """The files in the folder, hidden ones too."""
    if not library.directory.exists():
        return {}
    return {path.name: path.read_bytes() for path in library.directory.iterdir()}


def test_an_added_article_is_kept_byte_for_byte(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "old.txt"
    source.write_bytes(CAFE.replace("\n", "\r\n").encode("gb18030"))
    (added,) = library.add([source])
    assert added.outcome is Outcome.ADDED
    assert kept(library) == {"old.txt": source.read_bytes()}


def test_an_article_has_the_same_id_in_the_library_as_outside(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "我的 Article (2).MD"
    source.write_text(CAFE, encoding="utf-8")
    (added,) = library.add([source])
    assert library.ids() == (added.article.id,)
    assert article_id(source.name) == added.article.id


def test_several_are_added_together(library: Library, cafe: Path, tea: Path) -> None:
    assert [added.article.id for added in library.add([cafe, tea])] == ["cafe", "tea"]
    assert set(kept(library)) == {"cafe.md", "tea.md"}


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"])
def test_where_one_cannot_be_read_none_is_added(library: Library, cafe: Path, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    with pytest.raises(CorpusError, match=r"bad\.txt"):
        library.add([cafe, bad])
    assert kept(library) == {}


def test_a_missing_file_is_refused_by_name(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"none\.txt"):
        library.add([tmp_path / "none.txt"])


def test_a_pipe_is_refused_because_it_can_be_read_once_only(library: Library, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(CAFE,))
    writer.start()
    with pytest.raises(UnreadableError, match="yuanhua add -"):
        library.add([pipe])
    writer.join()
    assert kept(library) == {}


def test_the_same_content_is_not_kept_twice_even_under_another_name(library: Library, cafe: Path) -> None:
    library.add([cafe])
    copy = cafe.with_name("copy.md")
    copy.write_bytes(cafe.read_bytes())
    (added,) = library.add([copy])
    assert added.outcome is Outcome.ALREADY_THERE
    assert added.article.id == "cafe"
    assert set(kept(library)) == {"cafe.md"}


def test_another_article_of_the_same_id_is_refused(library: Library, cafe: Path) -> None:
    library.add([cafe])
    before = kept(library)
    cafe.write_text(TEA, encoding="utf-8")
    with pytest.raises(ArticleExistsError, match="--replace"):
        library.add([cafe])
    assert kept(library) == before


def test_unless_it_is_to_replace_the_old_one(library: Library, cafe: Path) -> None:
    library.add([cafe])
    newer = cafe.with_suffix(".txt")
    newer.write_text(TEA, encoding="utf-8")
    (added,) = library.add([newer], replace=True)
    assert added.outcome is Outcome.REPLACED
    assert kept(library) == {"cafe.txt": TEA.encode()}


def test_two_files_that_would_have_one_id_are_refused_together(library: Library, cafe: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "cafe.md"
    other.write_text(TEA, encoding="utf-8")
    with pytest.raises(ArticleExistsError, match="rename"):
        library.add([cafe, other])
    assert kept(library) == {}


def test_what_is_piped_in_gets_its_id_from_the_title(library: Library) -> None:
    added = library.add_bytes(CAFE.encode(), id=None)
    assert added.article.title == "河边的咖啡馆"
    assert kept(library) == {"河边的咖啡馆.md": CAFE.encode()}


def test_or_the_one_it_is_given(library: Library) -> None:
    assert library.add_bytes(CAFE.encode(), id="my cafe").article.id == "my-cafe"


def test_an_article_is_removed_by_its_id(library: Library, cafe: Path, tea: Path) -> None:
    library.add([cafe, tea])
    library.remove(["cafe"])
    assert library.ids() == ("tea",)


def test_an_unknown_id_is_told_the_nearest_and_nothing_is_removed(library: Library, cafe: Path, tea: Path) -> None:
    library.add([cafe, tea])
    with pytest.raises(UnknownArticleError, match="did you mean cafe"):
        library.remove(["tea", "caffe"])
    assert library.ids() == ("cafe", "tea")


def test_the_shipped_article_cannot_be_removed(library: Library) -> None:
    (id,) = library.ids()
    with pytest.raises(LibraryError, match=r"library\.shipped"):
        library.remove([id])
    assert shipped_articles()[0].exists()


def test_an_empty_library_is_the_shipped_article(library: Library, cafe: Path) -> None:
    assert library.files() == shipped_articles()
    library.add([cafe])
    assert library.ids() == ("cafe",)


def test_the_shipped_article_can_be_there_always_or_never(tmp_path: Path, cafe: Path) -> None:
    always = Library(tmp_path / "library", "always", CorpusSettings())
    always.add([cafe])
    assert always.ids() == (article_id(shipped_articles()[0].name), "cafe")
    assert Library(tmp_path / "none", "never", CorpusSettings()).files() == ()


def test_what_else_lies_in_the_folder_is_no_article(library: Library, cafe: Path) -> None:
    library.add([cafe])
    for name in (".hidden.md", "picture.png", "notes.md~"):
        (library.directory / name).write_text("x")
    (library.directory / "folder.md").mkdir()
    assert library.ids() == ("cafe",)


def test_one_unreadable_file_does_not_hide_the_others(library: Library, cafe: Path) -> None:
    library.add([cafe])
    (library.directory / "bad.md").write_bytes(b"\0\0\0")
    found = dict(readable(library.files(), library.settings))
    assert isinstance(found[library.directory / "bad.md"], CorpusError)
    assert len(found) == 2


def test_a_folder_that_cannot_be_written_is_an_error_with_a_mend(tmp_path: Path, cafe: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Library(tmp_path / "file" / "library", "never", CorpusSettings())
    with pytest.raises(LibraryError, match=r"library\.path"):
        blocked.add([cafe])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_folder_without_permission_is_an_error_with_a_mend(library: Library, cafe: Path) -> None:
    library.add([cafe])
    library.directory.chmod(0)
    try:
        with pytest.raises(LibraryError, match=r"library\.path"):
            library.own()
    finally:
        library.directory.chmod(0o700)
