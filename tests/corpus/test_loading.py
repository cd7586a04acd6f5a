"""Files as Articles: what is read, what it is called, and what is said where it cannot be read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError, EmptyCorpusError, TooLargeError, UnreadableError
from corpus.loading import LONGEST_ID, article_id, load_article, load_articles, parse_article
from corpus.model import Field
from corpus.settings import CorpusSettings
from corpus.shipped import shipped_articles

TEXT = "收音机是父亲留下的，牡丹牌，六个管子。\n\n打开后盖，灰有一指厚。\n"


def written(folder: Path, name: str, text: str = TEXT) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_raw_is_the_file_as_it_was_decoded(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "\ufeff第一段话在这里。\r\n\r\n第二段话在这里。\r")
    article = load_article(path)
    assert article.raw == path.read_bytes().decode()
    assert [paragraph.text for paragraph in article.paragraphs] == ["第一段话在这里。\r\n\r\n第二段话在这里。"]


def test_an_article_without_a_headline_is_called_as_its_file(tmp_path: Path) -> None:
    article = load_article(written(tmp_path, "老收音机.txt"))
    assert (article.title, article.id) == ("老收音机", "老收音机")
    assert article.entry(Field.TITLE) is not None
    assert article.metadata[0].span is None


def test_source_names_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt")
    assert load_article(path).source == str(path)


@pytest.mark.parametrize(
    "name, id",
    [
        ("Notes 2024.txt", "notes-2024"),
        ("进击的OpenAI.md", "进击的openai"),
        ("v1.2 final.markdown", "v1-2-final"),
        ("Café_Élan", "cafe-elan"),
        ("ＡＢＣ　１２３.txt", "abc-123"),
        ("---.txt", "article"),
        ("", "article"),
        ("😀.md", "article"),
        ("x" * 200 + ".txt", "x" * LONGEST_ID),
    ],
)
def test_an_id_is_made_from_the_files_name(name: str, id: str) -> None:
    assert article_id(name) == id


@given(st.text())
def test_an_id_is_never_empty_never_long_and_an_id_of_itself(name: str) -> None:
    id = article_id(name)
    assert 0 < len(id) <= LONGEST_ID
    assert re.fullmatch(r"[a-z0-9\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:-[^\s-]+)*", id)
    assert article_id(id) == id


def test_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    paths = []
    for folder in folders:
        folder.mkdir()
        paths.append(written(folder, "notes.txt"))
    articles = load_articles(paths)
    assert [article.id for article in articles] == ["notes", "notes-2", "notes-3"]
    assert articles[1].paragraphs[0].id == "notes-2#0001"
    assert articles[1].paragraphs[0].article == "notes-2"


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt")
    assert len(load_articles([path, tmp_path / "." / "a.txt", path])) == 1


def test_no_files_are_an_empty_corpus() -> None:
    with pytest.raises(EmptyCorpusError, match="no files to read; name at least one"):
        load_articles([])


def test_the_shipped_articles_are_read() -> None:
    articles = load_articles(shipped_articles())
    assert [article.id for article in articles] == ["openai-chip"]
    assert all(rule.rule == "front-matter" for article in articles for rule in article.dropped)


def failure(path: Path, settings: CorpusSettings = CorpusSettings()) -> CorpusError:  # noqa: B008
    with pytest.raises(CorpusError) as caught:
        load_article(path, settings)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return caught.value


def test_a_missing_file_is_named_with_the_nearest_that_exists(tmp_path: Path) -> None:
    written(tmp_path, "article.txt")
    error = failure(tmp_path / "artcle.txt")
    assert isinstance(error, UnreadableError)
    assert str(error).endswith(f"no such file; did you mean {tmp_path / 'article.txt'}?")


def test_a_missing_file_in_a_missing_directory_is_said_so(tmp_path: Path) -> None:
    assert "nor a readable directory" in str(failure(tmp_path / "nowhere" / "a.txt"))


def test_a_directory_is_refused_with_how_to_name_its_files(tmp_path: Path) -> None:
    assert str(failure(tmp_path)).endswith(f"a directory; name its files, such as {tmp_path}/*.txt")


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "　\r\n"])
def test_an_empty_file_is_an_empty_corpus(tmp_path: Path, text: str) -> None:
    assert isinstance(failure(written(tmp_path, "a.txt", text)), EmptyCorpusError)


def test_a_file_of_furniture_only_is_an_empty_corpus(tmp_path: Path) -> None:
    error = failure(
        written(tmp_path, "a.txt", "首页 > 科技 > 正文\n扫一扫下载青石新闻APP\n暂无评论\n© 2024 青石新闻\n")
    )
    assert isinstance(error, EmptyCorpusError)
    assert "no article in it" in str(error)


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    error = failure(written(tmp_path, "a.txt"), CorpusSettings(max_bytes=40))
    assert isinstance(error, TooLargeError)
    assert f"{len(TEXT.encode())} bytes are more than the limit of 40 bytes" in str(error)


def test_a_file_over_the_limit_names_the_key_that_lifts_it(tmp_path: Path) -> None:
    error = failure(written(tmp_path, "a.txt", "字" * 50), CorpusSettings(max_bytes=40))
    assert str(error).endswith("split it, or raise corpus.max_megabytes")
    assert "\n" not in str(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt")
    path.chmod(0)
    assert "no permission" in str(failure(path))


def test_a_name_with_nul_is_refused() -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        load_article(Path("a\0b.txt"))


def test_one_line_is_an_article() -> None:
    article = parse_article("青石镇只有一家咖啡馆", id="x")
    assert [paragraph.text for paragraph in article.paragraphs] == ["青石镇只有一家咖啡馆"]


def test_a_text_in_memory_is_called_as_it_is_told() -> None:
    assert parse_article(TEXT, id="x", fallback_title="收音机").title == "收音机"
    assert parse_article(TEXT, id="x").title == "x"


@pytest.mark.parametrize("line", ["人工智能的发展，离不开芯片。" * 40_000, "a" * 500_000, "芯" * 500_000])
def test_one_very_long_line_is_split_into_paragraphs(line: str) -> None:
    paragraphs = parse_article(line, id="x").paragraphs
    assert max(len(paragraph.text) for paragraph in paragraphs) <= 600
    assert "".join(paragraph.text for paragraph in paragraphs) == line


@pytest.mark.parametrize(
    "limits",
    [{"max_paragraph": 10}, {"max_paragraph": 20, "min_paragraph": 15}, {"max_bytes": 0}, {"min_paragraph": -1}],
)
def test_settings_that_contradict_each_other_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        CorpusSettings(**limits)


@pytest.mark.parametrize(
    "line",
    [
        "1",
        "目录",
        "一、",
        "第一章 归来",
        "作者：阿禾",
        "首页 > 科技 > 正文",
        "分享",
        "雨停了。",
        "• 苹果",
        "# 标题",
        "- - a",
        "> b",
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_thousands_of_lines_alike_are_read_without_recursion(line: str, suffix: str) -> None:
    raw = "\n".join(
        [line, "一句话要有二十个字那么长才算得上是一句完整的话。"]
        + [f"{line}{'' if number % 3 else number}" for number in range(5000)]
    )
    article = parse_article(raw, id="x", source=f"x.{suffix}")
    assert all(paragraph.span.of(raw) == paragraph.text for paragraph in article.paragraphs)
