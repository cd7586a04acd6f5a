"""Words as jieba cuts them, from a dictionary that is read as far as it is needed."""

from __future__ import annotations

import logging
import threading
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.settings import TermSettings
from index.terms.words import WordSegmenter, is_dictionary_kept, keep_dictionary

OWN = "雅典娜芯片 9000\n河边的咖啡馆\n不存在 3 n\n清華大學\n"
"""A user's words: with a frequency, without one, with one lower than jieba's, in traditional script."""


@cache
def plain_jieba(user_dictionary: Path | None = None) -> Any:
    """Jieba with its whole dictionary, and the user's words."""
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    if user_dictionary is not None:
        with user_dictionary.open("rb") as file:
            tokenizer.load_userdict(file)
    return tokenizer


@pytest.fixture(scope="module")
def cache_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("jieba")
    keep_dictionary(TermSettings(cache=directory))
    return directory


@pytest.fixture(scope="module")
def own_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "words.txt"
    path.write_text(OWN, encoding="utf-8")
    return path


han = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from(
        "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能"
    )
    | st.sampled_from("雅典娜芯片河边的咖啡馆不存在清華大學研究生命起源人工智能模型中华人民共和国"),
    max_size=40,
)


def search_words(segmenter: WordSegmenter, text: str) -> list[tuple[str, int, int]]:
    return list(segmenter.search_words(text))


@pytest.mark.parametrize("hmm", [True, False])
@given(text=han)
def test_any_text_is_cut_as_jieba_cuts_it(cache_directory: Path, hmm: bool, text: str) -> None:
    # A new one each time: what it read for another text does not help.
    segmenter = WordSegmenter(TermSettings(cache=cache_directory, hmm=hmm))
    expected = list(plain_jieba().tokenize(text, mode="search", HMM=hmm))
    assert search_words(segmenter, text) == expected
    assert search_words(segmenter, text) == expected  # And again, from what was kept.


@given(text=han)
def test_with_the_users_words_too(cache_directory: Path, own_words: Path, text: str) -> None:
    segmenter = WordSegmenter(TermSettings(cache=cache_directory, user_dictionary=own_words))
    jieba = plain_jieba(own_words)
    assert search_words(segmenter, text) == list(jieba.tokenize(text, mode="search"))
    assert [word for word, _, _ in segmenter.words(text)] == list(jieba.cut(text))


@given(texts=st.lists(han, max_size=4))
def test_what_was_cut_before_changes_nothing(cache_directory: Path, own_words: Path, texts: list[str]) -> None:
    segmenter = WordSegmenter(TermSettings(cache=cache_directory, user_dictionary=own_words))
    cut = [search_words(segmenter, text) for text in texts]
    assert cut == [list(plain_jieba(own_words).tokenize(text, mode="search")) for text in texts]


@given(word=han | st.text(max_size=5))
def test_rarity_is_the_same_however_the_dictionary_is_read(cache_directory: Path, word: str) -> None:
    kept = WordSegmenter(TermSettings(cache=cache_directory))
    assert kept.rarity(word) == _parsed_anew().rarity(word)


def test_the_commonest_word_is_less_rare_than_an_unknown_one(cache_directory: Path) -> None:
    rarity = WordSegmenter(TermSettings(cache=cache_directory)).rarity
    assert 0 < rarity("的") < rarity("芯片") < rarity("鱻䶵") == 1


def test_a_question_reads_little_of_the_dictionary(cache_directory: Path) -> None:
    segmenter = WordSegmenter(TermSettings(cache=cache_directory))
    search_words(segmenter, "谁设计了这款芯片")
    assert 100 < len(segmenter._dictionary.frequencies) < 5_000


def test_the_dictionary_is_kept_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = TermSettings(cache=tmp_path / "cache")
    assert not is_dictionary_kept(settings)
    keep_dictionary(settings)
    assert is_dictionary_kept(settings)
    kept = sorted((tmp_path / "cache").iterdir())
    assert len(kept) == 2
    assert {each.stat().st_mode & 0o777 for each in kept} == {0o600}
    written = [each.stat().st_mtime_ns for each in kept]
    keep_dictionary(settings)
    segmenter = WordSegmenter(settings)
    search_words(segmenter, "月亮")
    assert segmenter.part_of_speech("月亮") == "noun"
    assert [each.stat().st_mtime_ns for each in kept] == written


def test_no_dictionary_is_waited_for_where_none_can_be_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert is_dictionary_kept(TermSettings(cache=tmp_path))
    assert is_dictionary_kept(TermSettings())


@pytest.mark.parametrize("damage", ["empty", "short", "begin", "end"])
def test_a_damaged_dictionary_is_read_anew(cache_directory: Path, tmp_path: Path, own_words: Path, damage: str) -> None:
    [kept] = (each for each in cache_directory.glob("*.words") if "parts" not in each.name)
    content = bytearray(kept.read_bytes())
    match damage:
        case "empty":
            content.clear()
        case "short":
            del content[len(content) // 2 :]
        case "begin":
            content[200] ^= 1
        case "end":
            content[-2_000_000:] = bytes(2_000_000)
    (tmp_path / kept.name).write_bytes(content)
    segmenter = WordSegmenter(TermSettings(cache=tmp_path, user_dictionary=own_words))
    text = "河边的咖啡馆有雅典娜芯片而鬼魅魑魉都不存在"
    expected = list(plain_jieba(own_words).tokenize(text, mode="search"))
    assert search_words(segmenter, text) == expected
    again = WordSegmenter(TermSettings(cache=tmp_path, user_dictionary=own_words))
    assert search_words(again, text) == expected
    assert (tmp_path / kept.name).read_bytes() == kept.read_bytes()


def test_threads_may_share_a_segmenter(cache_directory: Path) -> None:
    segmenter = WordSegmenter(TermSettings(cache=cache_directory))
    texts = ["微软的芯片叫什么名字", "月亮绕着地球转", "清华大学的研究生命起源", "中华人民共和国的半导体公司"] * 5
    cut: dict[int, list[tuple[str, int, int]]] = {}
    threads = [
        threading.Thread(target=lambda place, text: cut.update({place: search_words(segmenter, text)}), args=each)
        for each in enumerate(texts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [cut[place] for place in range(len(texts))] == [
        list(plain_jieba().tokenize(text, mode="search")) for text in texts
    ]


@cache
def _parsed_anew() -> WordSegmenter:
    return WordSegmenter(TermSettings())
