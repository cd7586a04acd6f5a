"""The settings: a class for each table of ``config.toml``, a field for each key, with its default and its range.

What the rooms take themselves has its default there (``corpus.settings``, ``index.settings``, ``bot.answer.settings``),
so that nothing stands twice. A new section is a class here, a field of Config, and a table in ``config.toml``; numbers
have both bounds, which messages name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.answer.settings import AnswerSettings
from corpus.settings import CorpusSettings
from index.engines.cluster.settings import ClusterSettings
from index.settings import IndexSettings, TermSettings

_CORPUS, _TERMS, _INDEX, _ANSWER = CorpusSettings(), TermSettings(), IndexSettings(), AnswerSettings()
_CLUSTER = ClusterSettings()
_MEGABYTE = 1024 * 1024

Weight = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Urls = Annotated[
    str,
    Field(
        pattern=r"^\s*https?://\S+(\s+https?://\S+)*\s*$",
        description='URLs in quotes ("https://one:9200 https://two:9200")',
    ),
]
IndexName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,99}$",
        description="small letters, digits, hyphens and underscores, 100 at most, in quotes",
    ),
]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Library(_Section):
    """``[library]``: the articles that are kept. ``path`` None is the user's data directory."""

    path: Path | None = None
    shipped: Literal["when-empty", "always", "never"] = "when-empty"


class Corpus(_Section):
    """``[corpus]``: how articles are read; paragraph lengths in characters."""

    max_paragraph: Annotated[int, Field(ge=50, le=100_000)] = _CORPUS.max_paragraph
    min_paragraph: Annotated[int, Field(ge=0, le=1_000)] = _CORPUS.min_paragraph
    max_megabytes: Annotated[int, Field(ge=1, le=100_000)] = _CORPUS.max_bytes // _MEGABYTE

    @model_validator(mode="after")
    def _ordered(self) -> Corpus:
        if self.max_paragraph < 2 * self.min_paragraph:
            raise ValueError("corpus.max_paragraph must be at least twice corpus.min_paragraph")
        return self


class Terms(_Section):
    """``[terms]``: how text becomes terms, and what each granularity weighs in a query."""

    words: Weight = _TERMS.words
    bigrams: Weight = _TERMS.bigrams
    unigrams: Weight = _TERMS.unigrams
    segmenter: Literal["jieba", "rjieba"] = "jieba"
    user_dictionary: Path | None = _TERMS.user_dictionary
    hmm: bool = _TERMS.hmm

    @model_validator(mode="after")
    def _searchable(self) -> Terms:
        if not (self.words or self.bigrams or self.unigrams):
            raise ValueError("terms.words, terms.bigrams and terms.unigrams cannot all be 0: nothing would be found")
        return self


class Bm25(_Section):
    """``[bm25]``: the parameters of the scoring formula."""

    k1: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = _INDEX.k1
    b: Share = _INDEX.b


class Search(_Section):
    """``[search]``: what counts beside the paragraph's own score."""

    candidates: Annotated[int, Field(ge=1, le=10_000)] = _INDEX.candidates
    sentence_weight: Weight = _INDEX.sentence_weight
    context: bool = _INDEX.context


class Index(_Section):
    """``[index]``: the built index. ``path`` None is the user's cache directory."""

    path: Path | None = None
    engine: Literal["auto", "okapi", "postings", "sparse", "cluster"] = "auto"


class Cluster(_Section):
    """``[cluster]``: the OpenSearch cluster of that engine. ``urls`` with blanks between; times in seconds."""

    urls: Urls = " ".join(_CLUSTER.urls)
    index: IndexName = _CLUSTER.index
    shards: Annotated[int, Field(ge=1, le=1_000)] = _CLUSTER.shards
    replicas: Annotated[int, Field(ge=0, le=100)] = _CLUSTER.replicas
    timeout: Annotated[float, Field(ge=0.1, le=3_600, allow_inf_nan=False)] = _CLUSTER.timeout
    patience: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] = _CLUSTER.patience


class Answer(_Section):
    """``[answer]``: how much is quoted, and when nothing is. ``max_question`` in characters, ``aliases`` a table of
    names that mean the same (None: the shipped one only).
    """

    quotes: Annotated[int, Field(ge=1, le=100)] = _ANSWER.quotes
    threshold: Share = _ANSWER.threshold
    max_question: Annotated[int, Field(ge=1, le=1_000_000)] = _ANSWER.max_question
    aliases: Path | None = None


class Chat(_Section):
    """``[chat]``: the conversation in the terminal. ``history`` in lines."""

    language: Literal["zh", "en"] = "zh"
    color: Literal["auto", "always", "never"] = "auto"
    history: Annotated[int, Field(ge=0, le=1_000_000)] = 1_000
    multiline: bool = False


class Telegram(_Section):
    """``[telegram]``: the Telegram bot.

    ``token_file`` and ``database`` None are the environment's token and the user's state directory; ``webhook_url`` ""
    is polling; rates of 0 are no limits; ``workers`` -1 goes by the cores; ``follow_seconds`` 0 is never;
    ``conflict_seconds`` is how long another instance is put up with.
    """

    base_url: str = "https://api.telegram.org"
    token_file: Path | None = None
    database: Path | None = None
    allowed_chats: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()
    requests_per_minute: Annotated[int, Field(ge=0, le=100_000)] = 30
    messages_per_second: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 30.0
    chat_messages_per_second: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)] = 1.0
    group_messages_per_minute: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 20.0
    concurrency: Annotated[int, Field(ge=1, le=256)] = 32
    workers: Annotated[int, Field(ge=-1, le=64)] = -1
    follow_seconds: Annotated[int, Field(ge=0, le=86_400)] = 5
    attempts: Annotated[int, Field(ge=1, le=100)] = 5
    keep_days: Annotated[int, Field(ge=1, le=3_650)] = 90
    poll_timeout: Annotated[int, Field(ge=0, le=50)] = 30
    conflict_seconds: Annotated[int, Field(ge=0, le=3_600)] = 60
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=1, le=65_535)] = 8443
    metrics_port: Annotated[int, Field(ge=0, le=65_535)] = 0

    @model_validator(mode="after")
    def _addresses(self) -> Telegram:
        if not self.base_url.startswith(("http://", "https://")):
            raise ValueError("telegram.base_url must begin with https:// or http://")
        if self.webhook_url and not self.webhook_url.startswith(("http://", "https://")):
            raise ValueError("telegram.webhook_url must begin with https:// (http:// only for a server of your own)")
        return self


class Config(_Section):
    """All settings, checked. Frozen; ``config.bm25.k1`` is the key ``k1`` of the table ``[bm25]``."""

    library: Library = Library()
    corpus: Corpus = Corpus()
    terms: Terms = Terms()
    bm25: Bm25 = Bm25()
    search: Search = Search()
    index: Index = Index()
    cluster: Cluster = Cluster()
    answer: Answer = Answer()
    chat: Chat = Chat()
    telegram: Telegram = Telegram()

    @property
    def library_directory(self) -> Path:
        """Where added articles are kept."""
        return self.library.path or _user_directory("data")

    @property
    def index_directory(self) -> Path:
        """Where built indexes are kept; they can be built again."""
        return self.index.path or _user_directory("cache")

    @property
    def state_directory(self) -> Path:
        """Where what outlives a run is kept, such as the questions typed."""
        return _user_directory("state")

    @property
    def telegram_database(self) -> Path:
        """The file in which the Telegram bot keeps what it must not lose."""
        return self.telegram.database or self.state_directory / "telegram.sqlite3"

    def index_settings(self) -> IndexSettings:
        """What the ranking depends on, as the index takes it."""
        terms = TermSettings(**self.terms.model_dump(), cache=_user_directory("cache"))
        # What is not on the cluster, such as files named on the command line, is searched here.
        engine = "auto" if self.index.engine == "cluster" else self.index.engine
        return IndexSettings(terms=terms, **self.bm25.model_dump(), **self.search.model_dump(), engine=engine)

    def cluster_settings(self) -> ClusterSettings:
        """Where the cluster is, as the index takes it."""
        cluster = self.cluster.model_dump()
        return ClusterSettings(**{**cluster, "urls": tuple(self.cluster.urls.split())})


def _user_directory(kind: Literal["data", "cache", "state"]) -> Path:
    from platformdirs import PlatformDirs

    own = PlatformDirs("yuanhua", appauthor=False)
    return {"data": own.user_data_path, "cache": own.user_cache_path, "state": own.user_state_path}[kind]
