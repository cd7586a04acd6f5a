"""What holds for every text: nothing is invented, nothing lost without a trace, everything knows where it stands."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corpus.errors import EmptyCorpusError
from corpus.loading import parse_article
from corpus.model import Article, Span
from corpus.settings import CorpusSettings
from tests.corpus.strategies import Made, clean_articles, pages

SMALL = CorpusSettings(max_paragraph=60, min_paragraph=12)
INVISIBLE = re.compile("[\\s\ufeff\u200b\u200c\u200d\u2060\u00ad]")
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def parsed(raw: str, limits: CorpusSettings = SMALL) -> Article:
    try:
        return parse_article(raw, id="made", settings=limits)
    except EmptyCorpusError:
        assume(False)
        raise


def visible(text: str, spans: list[Span]) -> list[int]:
    """The places of the visible characters in ranges of a text."""
    return [place for span in spans for place in range(span.start, span.end) if not INVISIBLE.match(text[place])]


@patient
@given(pages())
def test_every_paragraph_is_its_range_of_the_raw_source(raw: str) -> None:
    article = parsed(raw)
    assert article.raw == raw
    assert all(paragraph.span.of(raw) == paragraph.text for paragraph in article.paragraphs)


@patient
@given(pages())
def test_paragraphs_are_ordered_disjoint_and_numbered_from_one(raw: str) -> None:
    paragraphs = parsed(raw).paragraphs
    assert all(one.span.end <= other.span.start for one, other in pairwise(paragraphs))
    assert [paragraph.number for paragraph in paragraphs] == list(range(1, len(paragraphs) + 1))


@patient
@given(pages())
def test_no_paragraph_is_longer_than_the_limit_or_edged_with_white_space(raw: str) -> None:
    for paragraph in parsed(raw).paragraphs:
        assert 0 < len(paragraph.text) <= SMALL.max_paragraph
        assert paragraph.text.strip() == paragraph.text


@patient
@given(pages())
def test_sentences_are_ordered_and_cover_all_but_the_white_space_of_their_paragraph(raw: str) -> None:
    for paragraph in parsed(raw).paragraphs:
        assert all(one.end <= other.start for one, other in pairwise(paragraph.sentences))
        covered = "".join(sentence.of(raw) for sentence in paragraph.sentences)
        assert INVISIBLE.sub("", covered) == INVISIBLE.sub("", paragraph.text)
        assert all(paragraph.span.contains(sentence) and len(sentence) for sentence in paragraph.sentences)


@patient
@given(pages())
def test_every_visible_character_is_kept_told_or_dropped_exactly_once(raw: str) -> None:
    article = parsed(raw)
    told = {entry.span for entry in article.metadata if entry.span is not None}
    spans = [
        *(paragraph.span for paragraph in article.paragraphs),
        *article.headings,
        *told,
        *(dropped.span for dropped in article.dropped),
    ]
    assert sorted(visible(raw, spans)) == visible(raw, [Span(0, len(raw))])


@patient
@given(pages())
def test_parsing_is_deterministic(raw: str) -> None:
    assert parsed(raw) == parsed(raw)


@patient
@given(clean_articles())
def test_a_clean_article_loses_nothing(made: Made) -> None:
    article = parse_article(made.raw, id="made", settings=CorpusSettings(max_paragraph=100_000))
    assert article.dropped == ()
    assert [paragraph.text for paragraph in article.paragraphs] == list(made.paragraphs)


@patient
@given(clean_articles(), st.sampled_from([60, 120, 600]))
def test_a_clean_article_is_covered_by_its_paragraphs_whatever_their_length(made: Made, longest: int) -> None:
    article = parse_article(made.raw, id="made", settings=CorpusSettings(max_paragraph=longest))
    kept = "".join("".join(paragraph.text.split()) for paragraph in article.paragraphs)
    assert kept == "".join("".join(paragraph.split()) for paragraph in made.paragraphs)


@patient
@given(clean_articles())
def test_parsing_the_kept_paragraphs_again_gives_the_same_paragraphs(made: Made) -> None:
    once = [paragraph.text for paragraph in parse_article(made.raw, id="made").paragraphs]
    again = [paragraph.text for paragraph in parse_article("\n\n".join(once), id="made").paragraphs]
    assert again == once


@patient
@given(clean_articles())
def test_a_body_that_stands_on_a_page_twice_is_kept_once(made: Made) -> None:
    assume(len(made.paragraphs) >= 3)
    page = f"{made.raw}\n\n暂无评论哦,快来评价一下吧!\n\n下载青石新闻APP\n\n{made.raw}"
    article = parse_article(page, id="made", settings=CorpusSettings(max_paragraph=100_000))
    assert [paragraph.text for paragraph in article.paragraphs] == list(made.paragraphs)
    assert all(paragraph.span.end <= len(made.raw) for paragraph in article.paragraphs)


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "\ufeff", "　　\r\n"])
def test_a_text_without_a_visible_character_is_no_article(raw: str) -> None:
    with pytest.raises(EmptyCorpusError, match="made: empty"):
        parse_article(raw, id="made")
