"""Which engine ranks."""

from __future__ import annotations

import pytest

from index.engines.choosing import LARGE, chosen
from index.errors import MissingEngineError


def test_auto_goes_by_the_number_of_paragraphs() -> None:
    assert chosen("auto", LARGE - 1) == "okapi"
    assert chosen("auto", LARGE) == "postings"


@pytest.mark.parametrize("name", ["okapi", "postings", "sparse"])
def test_a_named_engine_is_taken_whatever_the_number(name: str) -> None:
    assert chosen(name, 1) == chosen(name, 1_000_000) == name


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no engine is called 'tf'"):
        chosen("tf", 1)


def test_an_engine_whose_library_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.choosing.find_spec", lambda library: None if library == "numba" else object())
    with pytest.raises(MissingEngineError, match=r"needs numba; pip install -e '\.\[large\]'"):
        chosen("sparse", LARGE)
    assert chosen("auto", LARGE) == "postings"
