"""``yuanhua train``: learns the models of ``bot/models/`` anew from question sets and questions on articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.base import Command, require_libraries, session_of
from bot.commands.session import Session

if TYPE_CHECKING:
    from index.evaluation.model import DataSet

Plain = dict[str, Any]
_CARD = "card.json"


@click.command("train", cls=Command)
@click.argument("data", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--article",
    "articles",
    nargs=2,
    multiple=True,
    type=click.Path(path_type=Path),
)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.pass_context
def train(
    context: click.Context, data: Sequence[Path], articles: Sequence[tuple[Path, Path]], out: Path, seed: int
) -> int:
    """Learns which sentence answers, and how sure that is.

    The forests are learned from SQuAD-format files, DATA; what counts within one article, upon them, from articles and
    questions on them. Of DATA in which some questions have no answer, and of the articles, also when to be silent is
    learned. Without DATA the forests that are in the folder stay.
    """
    session = session_of(context)
    if not data and not articles:
        raise click.UsageError(session.messages.evaluation["nothing_to_learn"])
    if len(articles) == 1:
        raise click.UsageError(session.messages.evaluation["one_article"])
    require_libraries(session, "ir_measures", "scipy", "sklearn")
    card: Plain = {"seed": seed, "scikit-learn": version("scikit-learn"), "jieba": version("jieba")}
    if not data and (out / _CARD).exists():
        card = json.loads((out / _CARD).read_text(encoding="utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    read = _article_sets(articles)
    if data:
        card |= _learn_forests(session, data, read, out, seed)
    if articles:
        card |= _learn_articles(session, read, out)
    _write(out / _CARD, card, indent=2)
    click.echo(json.dumps({**card.get("measures", {}), **card.get("in articles", {})}, ensure_ascii=False, indent=2))
    return 0


def _article_sets(articles: Sequence[tuple[Path, Path]]) -> list[DataSet]:
    from corpus.loading import load_article
    from index.evaluation import read_questions

    return [read_questions(questions, [load_article(article)]) for article, questions in articles]


def _learn_forests(session: Session, data: Sequence[Path], articles: Sequence[DataSet], out: Path, seed: int) -> Plain:
    from bot.answer.answerer import Answerer, Models
    from bot.answer.settings import AnswerSettings
    from bot.dictionary import read_dictionary
    from bot.learned import (
        BORDERS,
        CONFIDENCE,
        KEY_SENTENCE,
        OVERLAP,
        SECOND_LOOK,
        SILENCE,
        load_aliases,
    )
    from bot.learning.examples import Rows
    from bot.learning.lessons import lessons_of
    from bot.learning.silence import silence_rows, silent_sets
    from bot.learning.training import train as learn
    from index.building import build
    from index.evaluation import read_squad
    from index.terms.analyzer import Analyzer

    sets = [read_squad(path) for path in data]
    by_hand = silent_sets(sets)
    lessons = [lesson for each in sets if each not in by_hand for lesson in lessons_of(each)]
    settings, aliases = session.config.index_settings(), load_aliases()
    analyzer = Analyzer(settings.terms)

    def silence(models: Models) -> list[Rows]:
        return silence_rows(
            [*by_hand, *articles],
            lambda read: Answerer(
                build(read, settings, analyzer=analyzer), AnswerSettings(), models, aliases, read_dictionary
            ),
        )

    trained = learn(lessons, settings, seed, lambda text: click.echo(text, err=True), silence=silence)
    _write(out / KEY_SENTENCE, trained.key_sentence)
    _write(out / BORDERS, trained.borders)
    _write(out / OVERLAP, trained.overlap)
    _write(out / SECOND_LOOK, trained.second_look)
    _write(out / CONFIDENCE, trained.confidence)
    if trained.silence is not None:
        _write(out / SILENCE, trained.silence)
    else:
        # One that stood upon other forests would not do for these.
        (out / SILENCE).unlink(missing_ok=True)
    return {"data": {each.name: _told(each) for each in sets}, "measures": trained.measures}


def _learn_articles(session: Session, sets: Sequence[DataSet], out: Path) -> Plain:
    from bot.answer.answerer import Answerer
    from bot.answer.settings import AnswerSettings
    from bot.answer.within_articles import ArticleModels
    from bot.dictionary import KeptSenses, read_dictionary
    from bot.learned import ARTICLES, load_aliases, load_models
    from bot.learning.article_models import learn_articles
    from index.building import build
    from index.terms.analyzer import Analyzer

    click.echo("learning what counts within one article", err=True)
    settings, models, aliases = session.config.index_settings(), load_models(out), load_aliases()
    analyzer, senses = Analyzer(settings.terms), KeptSenses(settings.terms.cache)
    searchers = {each.source: build(each.articles, settings, analyzer=analyzer) for each in sets}

    def answerer_of(each: DataSet, learned: ArticleModels | None) -> Answerer:
        seeing = replace(models, articles=learned)
        return Answerer(searchers[each.source], AnswerSettings(), seeing, aliases, read_dictionary, senses)

    learned, measures = learn_articles(sets, answerer_of)
    _write(out / ARTICLES, learned)
    return {"articles": {each.name: _told(each) for each in sets}, "in articles": measures}


def _told(each: DataSet) -> Plain:
    return {"sha256": each.digest, "questions": len(each.topics)}


def _write(path: Path, value: Plain, indent: int | None = None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
