"""Documents: what the cluster keeps of each paragraph and article, as JSON.

A generation is one index with four kinds of documents: paragraphs, articles, pages of the catalogue of articles, and
buckets of the vocabulary. What is only given back stands in ``body``, a string of JSON that the cluster never parses,
so that any text comes back as it went in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.model import Article, Paragraph, Span
from index.articles import article_from_plain, article_to_plain
from index.engines.cluster.tokens import plain, text_of, token, tokens_of

PAGE = 1000
"""Articles on a page of the catalogue."""


@dataclass(frozen=True)
class Document:
    """A paragraph as it is indexed.

    Attributes:
        id: the paragraph's id.
        bags: term counts: of what is searched along with it (title, heading), then of each sentence.
        paragraph: its text and spans; None where only terms are kept.
    """

    id: str
    bags: tuple[Mapping[str, int], ...]
    paragraph: Paragraph | None = None

    def bag(self) -> Counter[str]:
        """All its terms with their counts."""
        whole: Counter[str] = Counter()
        for bag in self.bags:
            whole.update(bag)
        return whole


@dataclass(frozen=True)
class Found:
    """A paragraph as it comes back with a hit.

    Attributes:
        id: its id.
        texts: the tokens of its context, then of each sentence, as ``tokens.text_of`` writes them.
        paragraph: its text and spans; None where only terms were kept.
        score: what Lucene made of it.
    """

    id: str
    texts: tuple[str, ...]
    paragraph: Paragraph | None
    score: float

    def counts(self, wanted: Container[str]) -> tuple[Counter[str], int]:
        """How often it holds each of the ``wanted`` tokens, and how many tokens it has."""
        tokens = [one for text in self.texts for one in tokens_of(text)]
        return Counter(one for one in tokens if one in wanted), len(tokens)

    def sentence_bags(self) -> list[Counter[str]]:
        """The term counts of its sentences, in order."""
        return [Counter(map(plain, tokens_of(text))) for text in self.texts[1:]]


def paragraph_key(id: str) -> str:
    """The cluster's id of a paragraph."""
    return f"p:{token(id)}"


def article_key(id: str) -> str:
    """The cluster's id of an article."""
    return f"a:{token(id)}"


def catalogue_key(page: int) -> str:
    """The cluster's id of a page of the catalogue, from 0."""
    return f"c:{page}"


def article_source(article: Article) -> dict[str, Any]:
    """An article as JSON."""
    return {"kind": "article", "body": as_body(article_to_plain(article))}


def article_from_source(source: Mapping[str, Any]) -> Article:
    """The article again."""
    return article_from_plain(json.loads(source["body"]))


def catalogue_sources(articles: Sequence[tuple[str, int]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The articles' ids and numbers of paragraphs, in order, as the cluster's ids and JSON."""
    for page, first in enumerate(range(0, len(articles), PAGE)):
        yield catalogue_key(page), {"kind": "catalogue", "body": as_body(articles[first : first + PAGE])}


def to_source(document: Document) -> dict[str, Any]:
    """The document as JSON."""
    source: dict[str, Any] = {
        "kind": "paragraph",
        "paragraph": token(document.id),
        "terms": [text_of(bag) for bag in document.bags],
        "body": as_body({"id": document.id, **_paragraph_to_plain(document.paragraph)}),
    }
    if document.paragraph is not None:
        source["article"] = token(document.paragraph.article)
    return source


def from_source(source: Mapping[str, Any], score: float = 0.0) -> Found:
    """The paragraph again."""
    body = json.loads(source["body"])
    return Found(body["id"], tuple(source["terms"]), _paragraph_from_plain(body), score)


def as_body(plain: object) -> str:
    """A value as a string of JSON that can be UTF-8."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return text


def _paragraph_to_plain(paragraph: Paragraph | None) -> dict[str, Any]:
    if paragraph is None:
        return {}
    return {
        "article": paragraph.article,
        "number": paragraph.number,
        "section": paragraph.section,
        "span": [paragraph.span.start, paragraph.span.end],
        "text": paragraph.text,
        "sentences": [[sentence.start, sentence.end] for sentence in paragraph.sentences],
    }


def _paragraph_from_plain(body: Mapping[str, Any]) -> Paragraph | None:
    if "text" not in body:
        return None
    return Paragraph(
        id=body["id"],
        article=body["article"],
        number=body["number"],
        section=body["section"],
        span=Span(*body["span"]),
        text=body["text"],
        sentences=_spans(body["sentences"]),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
