"""Figures of other systems, published or measured on them, to stand beside ours."""

from __future__ import annotations

from tests.benchmarks.tables import markdown_table

PLAIN = {"cmrc2018-dev": (0.962, 0.656), "drcd-dev": (0.944, 0.819)}
"""The plain baseline, written and measured independently: R@1 and Quote@1."""

_FOUR = "words / bigrams / mixed / mixed and best sentence"
_MEASURED = [
    ["CMRC 2018 dev, ≤ 1,500 questions", "jieba words, BM25, best sentence", "R@1 0.962, Quote@1 0.656"],
    ["", "words, bigrams and unigrams in one bag, sentences' scores added", "R@1 0.967, Quote@1 0.667"],
    ["DRCD dev, ≤ 1,500 questions", "jieba words, BM25, best sentence", "R@1 0.944, Quote@1 0.819"],
    ["", "words, bigrams and unigrams in one bag, sentences' scores added", "R@1 0.961, Quote@1 0.829"],
    ["CMRC 2018, 4,221 questions, dev and more", _FOUR, "R@1 0.958 / 0.958 / 0.970 / 0.971"],
    ["DRCD, 7,017 questions, dev and more", _FOUR, "R@1 0.875 / 0.910 / 0.927 / 0.937"],
    ["questions on one web page as scraped", "words / mixed", "Quote@1 0.61 / 0.65"],
    ["CMRC 2018 dev, right paragraph given", "BM25 / boosting / boosting and crosses", "Quote@1 0.701 / 0.775 / 0.795"],
    ["CMRC 2018 dev, half of the gold hidden", "best passage's score over the question's length", "AUROC 0.953"],
    ["DRCD dev, half of the gold hidden", "the same", "AUROC 0.925"],
    ["other sets of these kinds", "boosting on 14 features", "AUROC 0.93 to 0.98"],
    ["240 Chinese passages", "mixed BM25 / multilingual-e5-small, 4 bit / fused", "R@1 0.943 / 0.898 / 0.954"],
    ["English questions, Chinese passages", "plain BM25 / multilingual-e5-small", "R@1 0.11 / 0.72"],
]
_PUBLISHED = [
    ["CMRC 2018 dev", "people", "EM 92.4, F1 97.9"],
    ["CMRC 2018 dev", "BERT, fine-tuned, passage given", "EM 65.5, F1 84.5"],
    ["DRCD", "people", "F1 93.3"],
    ["SQuAD (English)", "logistic regression over features, 2016, passage given", "EM 40, F1 51"],
    ["MIRACL-zh dev", "BM25 / mDPR", "nDCG@10 0.180 / 0.512"],
    ["T2Ranking dev", "BM25", "RR@10 0.359"],
]


def sections() -> list[str]:
    """The part of the page about them."""
    note = (
        "Measured on other systems or by other programs, and not by the command above. What is given the passage need"
        " not find it. Our EM and F1 compare a whole sentence with a short answer where no phrase is marked, so they"
        " say little beside those of systems that cut phrases."
    )
    header = ["set", "system", "figures"]
    measured, published = (markdown_table(header, rows, left=3) for rows in (_MEASURED, _PUBLISHED))
    return ["## Others", f"{note}\n\nMeasured:\n\n{measured}\n\nPublished:\n\n{published}"]
