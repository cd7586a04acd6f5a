"""Bytes as text: encodings found out, and what is no text refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import decode
from corpus.errors import UnreadableError
from corpus.loading import load_article

SIMPLIFIED = (
    "云岭县医院的楼顶上，停着两架白色的无人机。每天早上七点，药剂师陈波把冷藏箱装进机腹，核对一遍编号，然后按下起飞键。"
    "副院长刘敏回忆说，那次会开了四个小时，最后只批了三万元试飞经费。"
)
TRADITIONAL = (
    "台南一間開業六十年的豆花店，今年夏天裝了一支機械手臂，每小時可以盛出兩百四十碗豆花，是人手的三倍。"
    "第三代老闆許志明表示，父親去年因為手腕受傷開刀，醫師說至少要休息半年，店裡又請不到人，他才動了用機器的念頭。"
)


@pytest.mark.parametrize("length", [6, 12, 50, 100, 500, 5000])
@pytest.mark.parametrize(
    "text, encoding, name",
    [(SIMPLIFIED, "gb18030", "GB18030"), (TRADITIONAL, "big5", "Big5"), (TRADITIONAL, "gb18030", "GB18030")],
)
def test_old_encodings_are_found_out_however_short_the_text(text: str, encoding: str, name: str, length: int) -> None:
    text = (text * 50)[:length]
    decoded = decode(text.encode(encoding), "page.txt")
    assert decoded.text == text
    assert decoded.notes == (f"read as {name}; save it as UTF-8 to be sure",)


@pytest.mark.parametrize("start", range(0, 60, 7))
def test_big5_and_gb18030_are_not_taken_for_each_other(start: int) -> None:
    assert decode(TRADITIONAL[start : start + 20].encode("big5"), "x").text == TRADITIONAL[start : start + 20]
    assert decode(SIMPLIFIED[start : start + 20].encode("gb18030"), "x").text == SIMPLIFIED[start : start + 20]


def test_utf_8_needs_no_note() -> None:
    assert decode(SIMPLIFIED.encode(), "x").notes == ()


@pytest.mark.parametrize("encoding, mark", [("utf-8", ""), ("utf-16-le", ""), ("utf-16-be", ""), ("utf-32-le", "")])
def test_a_byte_order_mark_stays_in_the_raw_text(encoding: str, mark: str) -> None:
    raw = f"\ufeff{SIMPLIFIED}\r\n"
    assert decode(raw.encode(encoding), "x").text == raw


def test_utf_16_without_a_mark_is_read_with_a_note() -> None:
    decoded = decode(f"{SIMPLIFIED}\n2024 OK\n".encode("utf-16-le"), "x")
    assert decoded.text == f"{SIMPLIFIED}\n2024 OK\n"
    assert decoded.notes == ("read as UTF-16; save it as UTF-8 to be sure",)


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a PNG image"),
        (b"PK\x03\x04\x14\0\0\0", "a ZIP archive or an Office document"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive"),
        (b"SQLite format 3\0", "an SQLite database"),
    ],
)
def test_a_binary_file_is_refused_by_what_it_looks_like(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableError, match=rf"^a\.txt: looks like {kind}, not text; "):
        decode(data + b"\0" * 20, "a.txt")


def test_text_that_begins_like_a_file_format_is_text() -> None:
    assert decode(b"BM25 ranks paragraphs. MZ is a name.", "x").text.startswith("BM25")


def test_nul_bytes_are_refused_with_their_place() -> None:
    with pytest.raises(UnreadableError, match=r"^a\.txt: not text \(NUL byte at offset 3\)"):
        decode(b"abc\0def", "a.txt")


def test_broken_utf_8_is_refused_with_its_place_and_never_guessed() -> None:
    data = SIMPLIFIED.encode()
    with pytest.raises(UnreadableError, match=r"^a\.txt: not UTF-8 \(byte 0xff at offset 30\)"):
        decode(data[:30] + b"\xff" + data[30:], "a.txt")


def test_a_western_text_in_latin_1_is_refused() -> None:
    with pytest.raises(UnreadableError, match="not UTF-8"):
        decode("Le café est très bon à l'été.".encode("latin-1"), "a.txt")


def test_the_source_of_a_web_page_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableError, match="source of a web page; open it in a browser"):
        decode(b"\n<!DOCTYPE html>\n<html><body>x</body></html>", "a.txt")


def test_a_note_on_the_encoding_reaches_the_article(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(SIMPLIFIED.encode("gb18030"))
    assert load_article(path).notes == ("read as GB18030; save it as UTF-8 to be sure",)


def refusal(data: bytes) -> str | None:
    """The message with which data is refused, or None where it is read."""
    try:
        decode(data, "x")
    except UnreadableError as error:
        return str(error)
    return None


@given(st.binary(max_size=200))
def test_any_bytes_give_text_without_nul_or_an_error_of_one_line(data: bytes) -> None:
    message = refusal(data)
    if message is None:
        assert "\0" not in decode(data, "x").text
    else:
        assert message.startswith("x: ")
        assert "\n" not in message
