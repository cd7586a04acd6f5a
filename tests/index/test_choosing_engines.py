"""Which engine ranks."""

from __future__ import annotations

import pytest

from index.engines.choosing import LARGE, chosen, missing_for


def test_auto_goes_by_the_number_of_paragraphs() -> None:
    assert chosen("auto", LARGE - 1) == "okapi"
    assert chosen("auto", LARGE) == "blocks"


@pytest.mark.parametrize("name", ["okapi", "sparse", "blocks"])
def test_a_named_engine_is_taken_whatever_the_number(name: str) -> None:
    assert chosen(name, 1) == chosen(name, 1_000_000) == name


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no engine is called 'tf'"):
        chosen("tf", 1)


def test_without_the_large_libraries_auto_stays_with_okapi_and_tells_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.engines.choosing.find_spec", lambda name: None if name == "numba" else object())
    assert chosen("auto", LARGE) == "okapi"
    assert missing_for("auto", 1) is None
    told = missing_for("auto", LARGE)
    assert told is not None
    assert "numba" in told
    assert "pip install" in told
