"""The shipped article and our questions on it fit together: these are checks on data, not on code.

Sentence borders are found here by end punctuation alone, more strictly than by the segmenter, so that an evidence
passage stands within one sentence however sentences are told apart.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Field

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "corpus" / "articles" / "openai-chip.md"
QUESTIONS = ROOT / "tests" / "data" / "openai-chip-questions.jsonl"

LEAST_PER_KIND: Mapping[str, int] = {
    "fact": 45,
    "why": 8,
    "paraphrase": 14,
    "typo": 6,
    "traditional": 6,
    "english": 6,
    "pinyin": 3,
    "followup": 10,
    "unanswerable": 16,
    "offtopic": 8,
}
WITHOUT_ANSWER = {"unanswerable", "offtopic"}
LONGEST_SHARED_RUN = 11  # Han characters; names and fixed terms stay below it


@pytest.fixture(scope="module")
def front_matter() -> str:
    return ARTICLE.read_text(encoding="utf-8").split("---\n", 2)[1]


@pytest.fixture(scope="module")
def body() -> str:
    return ARTICLE.read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def han(text: str) -> str:
    """The Han characters of ``text`` and nothing else."""
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def test_the_article_is_about_3500_characters_long(body: str) -> None:
    assert 3300 <= len(re.sub(r"\s", "", body)) <= 3800


def test_the_article_has_three_headed_sections_and_a_closing(body: str) -> None:
    headings = [line for line in body.splitlines() if line.startswith("#")]
    assert len(headings) == 4
    assert all(heading.startswith("## ") for heading in headings)


def test_every_paragraph_has_a_readable_length(body: str) -> None:
    blocks = body.strip().split("\n\n")
    assert [block for block in blocks if not block.startswith("## ") and not 60 <= len(block) <= 250] == []


def test_chinese_text_uses_full_width_punctuation_and_no_inner_spaces(body: str) -> None:
    han_or_full_width = r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”]"
    latin_or_digit = r"[A-Za-z0-9]"
    spaced = rf"{han_or_full_width} +{latin_or_digit}|{latin_or_digit} +{han_or_full_width}"
    assert re.findall(rf"{spaced}|[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", body) == []


def test_the_front_matter_gives_title_author_outlet_and_date(front_matter: str) -> None:
    entries = dict(line.split(": ", 1) for line in front_matter.splitlines())
    assert set(entries) == {Field.TITLE, Field.AUTHOR, Field.OUTLET, Field.DATE}


def test_every_evidence_passage_stands_verbatim_in_one_line(questions: list[dict[str, Any]]) -> None:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    passages = [(question["id"], passage) for question in questions for passage in question["evidence"] or ()]
    assert [pair for pair in passages if not any(pair[1] in line for line in lines)] == []


def test_no_evidence_passage_crosses_a_sentence_border(questions: list[dict[str, Any]]) -> None:
    passages = [(question["id"], passage) for question in questions for passage in question["evidence"] or ()]
    assert [pair for pair in passages if re.search(r"[。！？；…].", pair[1])] == []


def test_only_questions_without_an_answer_lack_evidence(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        if question["kind"] in WITHOUT_ANSWER:
            assert question["evidence"] is None, question["id"]
        else:
            assert question["evidence"], question["id"]


def test_every_question_has_the_known_keys_and_a_known_kind(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        assert set(question) - {"after"} == {"id", "kind", "question", "evidence"}, question
        assert question["kind"] in LEAST_PER_KIND, question["id"]
        assert question["question"].strip() == question["question"] != "", question["id"]


def test_ids_and_questions_are_unique(questions: list[dict[str, Any]]) -> None:
    assert len({question["id"] for question in questions}) == len(questions)
    assert len({(question["question"], *question.get("after", ())) for question in questions}) == len(questions)


def test_every_followup_says_what_it_follows(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        if question["kind"] == "followup" or "after" in question:
            assert all(isinstance(earlier, str) and earlier for earlier in question["after"]), question["id"]
            assert question["after"], question["id"]


def test_every_kind_is_well_represented(questions: list[dict[str, Any]]) -> None:
    counts = Counter(question["kind"] for question in questions)
    assert {kind: counts[kind] for kind, least in LEAST_PER_KIND.items() if counts[kind] < least} == {}
    assert len(questions) >= 110


def test_metadata_questions_are_answered_by_the_front_matter(
    front_matter: str, questions: list[dict[str, Any]]
) -> None:
    values = {line.split(": ", 1)[1] for line in front_matter.splitlines()}
    asked = {passage for question in questions for passage in question["evidence"] or ()}
    assert values <= asked


def test_the_article_shares_no_long_wording_with_the_page_its_facts_come_from(body: str) -> None:
    page = os.environ.get("YUANHUA_SOURCE_PAGE")
    if not page:
        pytest.skip("YUANHUA_SOURCE_PAGE does not name the page the facts come from")
    ours, theirs = han(body), han(Path(page).read_text(encoding="utf-8"))
    length = LONGEST_SHARED_RUN + 1
    assert [run for i in range(len(ours) - length + 1) if (run := ours[i : i + length]) in theirs] == []
