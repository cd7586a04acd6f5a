"""Which of a question's names and numbers a sentence has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.answer.asked import Asked
from bot.answer.name_cover import NAME_COVERS, name_covers


def columns(
    wide: Mapping[str, float],
    sentences: Sequence[Collection[str]],
    *names: str,
    stands_for: Mapping[str, frozenset[str]] | None = None,
) -> list[list[float]]:
    question = Asked("", {}, {}, {}, stands_for or {}, wide)
    table = name_covers(question, str.isascii, sentences, [False] * len(sentences))
    assert table.shape == (len(sentences), len(NAME_COVERS))
    return [table[:, NAME_COVERS.index(name)].tolist() for name in names]


def test_names_and_numbers_count_by_themselves() -> None:
    wide = {"w:acme": 2.0, "w:2019": 5.0, "w:供货": 9.0}
    names, numbers = columns(wide, [{"acme", "供应"}, {"2019"}], "names_cover", "numbers_cover")
    assert (names, numbers) == ([1.0, 0.0], [0.0, 1.0])


def test_another_name_for_a_name_is_the_name() -> None:
    stands_for = {"w:英伟达": frozenset({"w:nvidia"})}
    assert columns({"w:nvidia": 1.0}, [{"英伟达"}, {"英"}], "names_cover", stands_for=stands_for) == [[1.0, 0.0]]


def test_where_no_name_or_number_is_asked_for_that_is_seen() -> None:
    names, numbers = columns({"w:河": 1.0}, [{"河"}, set()], "names_cover", "numbers_contrast")
    assert (names, numbers) == ([-1.0, -1.0], [-1.0, -1.0])
    assert columns({}, [{"河"}], "names_cover") == [[-1.0]]
