"""From a Question to a Reply. Pure: a Searcher and models in, values out.

The road: talk and questions about the page are told apart; what a follow-up leaves out is carried over; the Searcher
ranks paragraphs; the sentences of the best are compared with the question; the best of them is the key sentence of the
first Quote, with the one beside it where it needs that; and the confidence decides between an Answer and an Abstention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np

from bot.answer.about_the_page import asked_field, metadata_quote
from bot.answer.aliases import AliasGroup
from bot.answer.asked import Asked
from bot.answer.candidates import Candidate, candidates
from bot.answer.confidence import SURE, log_odds, probability, reply_figures, signals
from bot.answer.forest import Forest
from bot.answer.highlighting import Highlighter
from bot.answer.key_sentence import answer_odds, reasons_first
from bot.answer.model import Abstention, Answer, Explanation, Question, Quote, Reason, Reply, TermMatch
from bot.answer.other_words import OtherWords, with_names
from bot.answer.second_look import Found, Look, Reader, look_again, with_best_read
from bot.answer.senses import SensesOf
from bot.answer.settings import AnswerSettings
from bot.answer.small_talk import is_small_talk
from bot.answer.two_sentences import whole_answer
from bot.answer.understanding import Dictionary, Understanding, Understood
from bot.answer.within_articles import ArticleModels, article_figures, chosen_again, reads_like_an_article, sure_again
from corpus.model import Field, Span
from index.model import Ranking
from index.searcher import Searcher
from index.terms.analyzer import Granularity

_CONSIDERED = 12
"""How many paragraphs are ranked whatever the number of Quotes."""
_MANY = 1_000
"""Of more articles than this, a question about none in particular means those that share its words."""
_MEANT = 20


@dataclass(frozen=True)
class Models:
    """What was learned: for the first look, the second, the confidence, articles. A plain rule stands in for each.

    ``confidence`` was learned from questions whose answers were hidden, ``silence`` upon it from such by hand, too.
    """

    key_sentence: Forest | None = None
    reader: Reader | None = None
    confidence: Forest | None = None
    silence: Forest | None = None
    articles: ArticleModels | None = None


@dataclass(frozen=True)
class Seen:
    """A question as it was understood, the paragraphs ranked for it, their sentences, and what is thought of them."""

    understood: Understood
    ranking: Ranking
    candidates: tuple[Candidate, ...]
    look: Look


class Answerer:
    """Answers questions about a Searcher's articles."""

    def __init__(
        self,
        searcher: Searcher,
        settings: AnswerSettings | None = None,
        models: Models | None = None,
        aliases: Sequence[AliasGroup] = (),
        dictionary: Dictionary | None = None,
        senses: SensesOf | None = None,
    ) -> None:
        self.searcher = searcher
        self.settings = settings or AnswerSettings()
        self.models = models or Models()
        self._understanding = Understanding(searcher, aliases, dictionary)
        self._other_words = OtherWords(searcher, senses)

    def reply(self, question: Question) -> Reply:
        """An Answer or an Abstention; any text is a question, none raises."""
        question = replace(question, text=question.text.strip())
        return self.without_the_body(question) or self._from_the_body(question)

    def without_the_body(self, question: Question) -> Reply | None:
        """The Reply to what no passage has to be found for: nothing asked, small talk, questions about the page."""
        text = question.text
        if len(text) > self.settings.max_question:
            return _abstention(Reason.TOO_LONG, text[:80])
        folded = self.searcher.analyzer.normaliser(text)
        if not any(character.isalnum() for character in folded):
            return _abstention(Reason.EMPTY_QUESTION, text)
        if is_small_talk(folded):
            return _abstention(Reason.SMALL_TALK, text)
        about = self._about_the_page(folded, question)
        return Answer(about, 1.0, Explanation(text, False, (), ())) if about else None

    def _about_the_page(self, folded: str, question: Question) -> tuple[Quote, ...]:
        return tuple(islice(self._page_quotes(folded, question), self.settings.quotes))

    def _page_quotes(self, folded: str, question: Question) -> Iterator[Quote]:
        untitled = asked_field(folded, "")
        for id, title in self._articles_meant(question):
            field = asked_field(folded, title) if title and title in folded else untitled
            if field is None:
                continue
            article = self.searcher.article(id)
            quote = metadata_quote(article, field)
            if quote is None and field is Field.OUTLET:
                quote = metadata_quote(article, Field.AUTHOR)
            if quote is not None:
                yield quote

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {id: self.searcher.analyzer.normaliser(title) for id, title in self.searcher.titles()}

    def _articles_meant(self, question: Question) -> Iterable[tuple[str, str]]:
        """The id and the folded title of the opened article, else of the one last quoted, else those of all."""
        if question.article is not None:
            return self._with_titles([question.article])
        for turn in reversed(question.conversation.turns):
            if isinstance(turn.reply, Answer):
                return self._with_titles([turn.reply.quotes[0].article])
        if len(self.searcher.articles) <= _MANY:
            return self._titles.items()
        query = self.searcher.analyzer.query(question.text)
        ranking = self.searcher.search(query, _MEANT) if query else ()
        return self._with_titles(dict.fromkeys(self.searcher.paragraph(hit.paragraph).article for hit in ranking))

    def _with_titles(self, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
        for id in articles:
            try:
                title = self.searcher.title(id)
            except KeyError:
                continue  # It was taken out since it was spoken of.
            yield id, self.searcher.analyzer.normaliser(title)

    def _from_the_body(self, question: Question) -> Reply:
        seen = self.seen(question)
        if isinstance(seen, Understood):
            return Abstention(Reason.NO_MATCH, 0.0, (), self._explanation(seen, {}))
        figures = signals(self.searcher, seen.understood.asked, seen.ranking, seen.candidates, seen.look)
        confidence = self.confidence(seen, figures)
        quotes = self._quotes(seen)
        why = self._explanation(seen.understood, figures)
        if confidence >= self.settings.threshold:
            return Answer(quotes, confidence, why)
        reason = Reason.UNKNOWN_TERMS if figures["unknown_share"] > 0 else Reason.NOT_ANSWERED
        return Abstention(reason, confidence, quotes, why)

    def seen(self, question: Question) -> Seen | Understood:
        """What the body has for a question; only what was understood of it where no passage matches."""
        understood = self._understanding.of(question.text, question.conversation)
        searched = understood.asked
        wanted = max(self.settings.quotes, _CONSIDERED)
        ranking = self.searcher.search(searched.query, wanted, question.article) if searched.query else ()
        if not ranking:
            return understood
        found = candidates(self.searcher, searched, ranking)
        return Seen(understood, ranking, found, self._look(searched, found))

    def confidence(self, seen: Seen, figures: Mapping[str, float]) -> float:
        """How sure it is, in 0…1, that the best candidate answers; ``figures`` are the signals of what was seen."""
        whole = reply_figures(figures, seen.candidates, seen.look)
        sure = probability(self.models.confidence, whole)
        articles = self._for_articles
        if articles is not None and articles.confidence is not None:
            return sure_again(articles.confidence, sure, article_figures(whole, seen.candidates, seen.look))
        again = self.models.silence
        return sure if again is None else probability(again, {**whole, SURE: log_odds(sure)})

    @cached_property
    def _like_an_article(self) -> bool:
        """Whether the collection is small enough to be read like an article."""
        return reads_like_an_article(len(self.searcher.paragraphs), len(self.searcher.articles))

    @property
    def _for_articles(self) -> ArticleModels | None:
        """What was learned from articles, where it is of use."""
        return self.models.articles if self._like_an_article else None

    def _look(self, searched: Asked, found: tuple[Candidate, ...]) -> Look:
        first_odds = answer_odds(self.models.key_sentence, found)
        reader, segmenter = self.models.reader, self.searcher.analyzer.segmenter
        if self.models.key_sentence is None or reader is None:
            return Look(reasons_first(searched, found, first_odds), {})
        look = look_again(reader, segmenter, searched.folded, found, first_odds)
        look = with_names(self.searcher, searched, found, look)
        if self._like_an_article:
            look = self._other_words.seen(searched, found, look)
        if self._for_articles is not None:
            look = replace(look, odds=chosen_again(self._for_articles.sentences, found, look, first_odds))
        look = replace(look, odds=reasons_first(searched, found, look.odds))
        return with_best_read(reader, segmenter, searched.folded, found, look)

    def _quotes(self, seen: Seen) -> tuple[Quote, ...]:
        """One Quote a paragraph: those looked at by their best sentence, then the rest as ranked."""
        looked_at, look, ranking = seen.candidates, seen.look, seen.ranking
        best: dict[str, int] = {}
        for place in np.argsort(-look.odds, kind="stable").tolist():
            best.setdefault(looked_at[place].paragraph.id, place)
        scores = {hit.paragraph: hit.score for hit in ranking}
        order = [*best, *(hit.paragraph for hit in ranking if hit.paragraph not in best)]
        whole, best[order[0]] = whole_answer(
            seen.understood.asked,
            looked_at,
            best[order[0]],
            in_article=self._like_an_article,
            odds=look.odds if self._for_articles is not None else None,
        )
        highlighter = Highlighter(self.searcher.analyzer, seen.understood.words)
        quotes: list[Quote] = []
        for id in order[: self.settings.quotes]:
            place = best.get(id)
            key = self._best_match(seen.understood.asked, id) if place is None else looked_at[place].place
            phrase = None if place is None else look.phrases.get(place)
            quotes.append(self._quote(id, scores.get(id, 0.0), key, phrase, highlighter))
        return (replace(quotes[0], key=whole), *quotes[1:])

    def _best_match(self, searched: Asked, paragraph: str) -> int:
        return int(np.argmax(self.searcher.sentence_scores(searched.query, paragraph)))

    def _quote(self, id: str, score: float, place: int, phrase: Found | None, highlighter: Highlighter) -> Quote:
        paragraph = self.searcher.paragraph(id)
        key = paragraph.local(paragraph.sentences[place])
        return Quote(
            article=paragraph.article,
            title=self.searcher.title(paragraph.article),
            section=paragraph.section,
            paragraph=paragraph.number,
            text=paragraph.text,
            span=paragraph.span,
            key=key,
            highlights=highlighter.ranges(paragraph.text),
            answer=None if phrase is None else self._unfolded(paragraph.text, key, phrase.span),
            score=score,
        )

    def _unfolded(self, text: str, key: Span, phrase: Span) -> Span:
        """A range of the key sentence's folded text as a range of ``text``."""
        origins = self.searcher.analyzer.normaliser.folded(key.of(text)).origins
        return Span(key.start + origins[phrase.start], key.start + origins[phrase.end - 1] + 1)

    def _explanation(self, understood: Understood, figures: dict[str, float]) -> Explanation:
        stats = self.searcher.stats
        matches = (
            TermMatch(term[2:], Granularity(term[0]).name.lower(), weight, stats.frequencies.get(term, 0))
            for term, weight in understood.asked.query.items()
        )
        heaviest = sorted(matches, key=lambda match: (-match.weight * len(match.term), match.paragraphs, match.term))
        return Explanation(understood.shown, understood.changed, tuple(heaviest), tuple(figures.items()))


def _abstention(reason: Reason, text: str) -> Abstention:
    return Abstention(reason, 0.0, (), Explanation(text, False, (), ()))
