from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.config import DEFAULT_FILE, RESERVED, Config, keys, load_config, variable
from bot.errors import ConfigError
from corpus.settings import CorpusSettings
from index.engines.cluster.settings import ClusterSettings
from index.settings import IndexSettings

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a config file."""

    def write(text: str) -> Path:
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def refusal(file: Path | None = None, environ: dict[str, str] | None = None, **overrides: object) -> str:
    """What is said instead of settings."""
    dotted = {key.replace("__", "."): value for key, value in overrides.items()}
    with pytest.raises(ConfigError) as raised:
        load_config(file, environ or {}, dotted)
    message = str(raised.value)
    assert "\n" not in message
    return message


# The shipped file


def test_config_toml_says_the_defaults() -> None:
    assert load_config(DEFAULT_FILE, {}) == Config()


def test_config_toml_has_every_key_in_order_and_no_other() -> None:
    tables = tomllib.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
    assert [f"{section}.{key}" for section, table in tables.items() for key in table] == list(keys())


@pytest.mark.parametrize("dotted", keys())
def test_each_key_has_a_comment_above_it(dotted: str) -> None:
    section, key = dotted.split(".")
    lines = DEFAULT_FILE.read_text(encoding="utf-8").splitlines()
    line = next(n for n in range(lines.index(f"[{section}]"), len(lines)) if lines[n].startswith(f"{key} = "))
    assert re.fullmatch(r"# [A-Z].*\.", lines[line - 1])


def test_the_checkout_s_file_is_read_by_default() -> None:
    assert DEFAULT_FILE.name == "config.toml"
    assert DEFAULT_FILE.is_file()
    assert load_config(environ={}) == load_config(DEFAULT_FILE, {})


def test_without_a_file_the_defaults_hold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bot.config.DEFAULT_FILE", tmp_path / "config.toml")
    assert load_config(environ={}) == Config()


def test_what_the_ranking_depends_on_has_the_index_s_defaults() -> None:
    settings = Config().index_settings()
    plain = IndexSettings()
    assert (settings.k1, settings.b) == (plain.k1, plain.b)
    assert (settings.candidates, settings.sentence_weight) == (plain.candidates, plain.sentence_weight)
    assert (settings.context, settings.engine) == (plain.context, plain.engine)
    for name in ("words", "bigrams", "unigrams", "hmm", "user_dictionary"):
        assert getattr(settings.terms, name) == getattr(plain.terms, name)


@pytest.mark.parametrize("limits", [(50, 25), (50, 0), (100_000, 1_000)])
def test_the_paragraph_lengths_that_are_allowed_are_ones_the_corpus_takes(limits: tuple[int, int]) -> None:
    longest, shortest = limits
    corpus = load_config(
        environ={}, overrides={"corpus.max_paragraph": longest, "corpus.min_paragraph": shortest}
    ).corpus
    assert CorpusSettings(corpus.max_paragraph, corpus.min_paragraph).max_paragraph == longest


def test_every_key_of_the_index_reaches_it() -> None:
    config = load_config(
        environ={},
        overrides={
            "terms.words": 2.0,
            "terms.hmm": False,
            "terms.user_dictionary": "/own/words.txt",
            "bm25.k1": 1.2,
            "bm25.b": 0.7,
            "search.candidates": 9,
            "search.sentence_weight": 0.1,
            "search.context": False,
        },
    )
    settings = config.index_settings()
    assert (settings.terms.words, settings.terms.hmm) == (2.0, False)
    assert settings.terms.user_dictionary == Path("/own/words.txt")
    assert (settings.k1, settings.b) == (1.2, 0.7)
    assert (settings.candidates, settings.sentence_weight, settings.context) == (9, 0.1, False)


def test_the_cluster_s_settings_reach_it() -> None:
    overrides = {"cluster.urls": " https://one:9200  https://two:9200 ", "cluster.shards": 3, "cluster.timeout": 2.5}
    settings = load_config(environ={}, overrides=overrides).cluster_settings()
    assert settings == ClusterSettings(("https://one:9200", "https://two:9200"), shards=3, timeout=2.5)
    assert Config().cluster_settings() == ClusterSettings()


def test_what_is_not_on_the_cluster_is_ranked_here() -> None:
    assert load_config(environ={}, overrides={"index.engine": "cluster"}).index_settings().engine == "auto"


@pytest.mark.parametrize("urls", ["localhost:9200", "ftp://one", "", "https://one two"])
def test_what_is_no_url_of_a_node_is_refused(urls: str) -> None:
    assert 'must be URLs in quotes ("https://one:9200' in refusal(cluster__urls=urls)


def test_a_cluster_s_password_is_no_setting() -> None:
    assert "OPENSEARCH_PASSWORD" in refusal(environ={"YUANHUA_CLUSTER_PASSWORD": "hunter2"})


# Where a value comes from


def test_options_come_before_the_environment_and_the_environment_before_the_file(write: Write) -> None:
    file = write("[bm25]\nk1 = 1.0\nb = 0.1\n[answer]\nquotes = 2\n")
    environ = {"YUANHUA_BM25_K1": "2.0", "YUANHUA_BM25_B": "0.2"}
    config = load_config(file, environ, {"bm25.k1": 3.0})
    assert (config.bm25.k1, config.bm25.b, config.answer.quotes) == (3.0, 0.2, 2)
    assert config.chat == Config().chat


def test_an_option_that_was_not_given_changes_nothing(write: Write) -> None:
    assert load_config(write("[bm25]\nk1 = 1.0\n"), {}, {"bm25.k1": None}).bm25.k1 == 1.0


def test_an_option_that_was_typed_is_read_as_in_the_environment() -> None:
    config = load_config(environ={}, overrides={"bm25.k1": "1.5", "terms.hmm": "off"})
    assert (config.bm25.k1, config.terms.hmm) == (1.5, False)


def test_yuanhua_config_names_another_file(write: Write) -> None:
    file = write("[chat]\nlanguage = 'en'\n")
    assert load_config(environ={"YUANHUA_CONFIG": str(file)}).chat.language == "en"


def test_a_named_file_comes_before_yuanhua_config(write: Write) -> None:
    file = write("[chat]\nlanguage = 'en'\n")
    assert load_config(file, {"YUANHUA_CONFIG": "/no/such/file.toml"}).chat.language == "en"


def test_an_empty_yuanhua_config_names_nothing() -> None:
    assert load_config(environ={"YUANHUA_CONFIG": ""}) == load_config(DEFAULT_FILE, {})


@pytest.mark.parametrize("name", sorted(set(RESERVED) - {"YUANHUA_CONFIG"}))
def test_variables_of_another_use_are_left_alone(name: str) -> None:
    assert load_config(environ={name: "anything"}) == load_config(DEFAULT_FILE, {})


def test_variables_of_other_programs_are_left_alone() -> None:
    assert load_config(environ={"_YUANHUA_COMPLETE": "bash_source", "TELEGRAM_BOT_TOKEN": "1:x"}) == load_config(
        DEFAULT_FILE, {}
    )


EXAMPLES = {
    "library.path": ("/articles", Path("/articles")),
    "library.shipped": ("never", "never"),
    "terms.user_dictionary": ("/words.txt", Path("/words.txt")),
    "answer.aliases": ("/names.txt", Path("/names.txt")),
    "terms.segmenter": ("rjieba", "rjieba"),
    "terms.hmm": ("no", False),
    "search.context": ("false", False),
    "index.path": ("/indexes", Path("/indexes")),
    "index.engine": ("okapi", "okapi"),
    "cluster.urls": ("https://one:9200 https://two:9200", "https://one:9200 https://two:9200"),
    "cluster.index": ("news", "news"),
    "chat.language": ("en", "en"),
    "chat.color": ("never", "never"),
    "chat.multiline": ("true", True),
    "telegram.base_url": ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
    "telegram.token_file": ("/token", Path("/token")),
    "telegram.database": ("/bot.sqlite3", Path("/bot.sqlite3")),
    "telegram.allowed_chats": ("7, -100200", (7, -100200)),
    "telegram.admins": ("[7]", (7,)),
    "telegram.webhook_url": ("https://bot.example.org/updates", "https://bot.example.org/updates"),
    "telegram.webhook_listen": ("0.0.0.0", "0.0.0.0"),  # noqa: S104
}


@pytest.mark.parametrize("dotted", keys())
def test_every_key_can_be_set_by_its_variable(dotted: str) -> None:
    text, value = EXAMPLES.get(dotted, ("1", 1))
    section, key = dotted.split(".")
    if dotted == "corpus.max_paragraph":
        text, value = "50", 50
    config = load_config(environ={variable(dotted): text})
    assert getattr(getattr(config, section), key) == value


def test_the_variable_of_a_key_is_its_section_and_name() -> None:
    assert variable("bm25.k1") == "YUANHUA_BM25_K1"
    assert variable("corpus.max_paragraph") == "YUANHUA_CORPUS_MAX_PARAGRAPH"


def test_no_two_keys_share_a_variable() -> None:
    assert len({variable(dotted) for dotted in keys()}) == len(keys())


@given(k1=st.floats(0, 10), b=st.floats(0, 1), quotes=st.integers(1, 100))
def test_numbers_survive_the_environment(k1: float, b: float, quotes: int) -> None:
    environ = {"YUANHUA_BM25_K1": repr(k1), "YUANHUA_BM25_B": repr(b), "YUANHUA_ANSWER_QUOTES": str(quotes)}
    config = load_config(environ=environ)
    assert (config.bm25.k1, config.bm25.b, config.answer.quotes) == (k1, b, quotes)


def test_a_whole_number_will_do_for_a_number(write: Write) -> None:
    assert load_config(write("[bm25]\nk1 = 2\n"), {}).bm25.k1 == 2.0


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().bm25.k1 = 2.0


# Paths


def test_a_path_in_the_file_is_relative_to_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = write("[library]\npath = 'mine'\n")
    monkeypatch.chdir("/")
    assert load_config(file, {}).library_directory == tmp_path / "mine"


def test_a_path_from_environment_or_option_is_relative_to_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(environ={"YUANHUA_INDEX_PATH": "built"}).index_directory == tmp_path / "built"
    assert load_config(environ={}, overrides={"index.path": "built"}).index_directory == tmp_path / "built"


def test_a_tilde_is_the_home_directory(home: Path, write: Write) -> None:
    assert load_config(write("[library]\npath = '~/articles'\n"), {}).library_directory == home / "articles"
    assert load_config(environ={"YUANHUA_LIBRARY_PATH": "~/articles"}).library_directory == home / "articles"


def test_the_default_places_are_the_user_s(home: Path) -> None:
    config = Config()
    places = (config.library_directory, config.index_directory, config.state_directory)
    assert len(set(places)) == 3
    assert all(place.is_relative_to(home) for place in places)
    assert not home.exists()


# What is refused


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[bm25]\nk2 = 1", "unknown key bm25.k2; did you mean bm25.k1?"),
        ("[answer]\ntreshold = 0.5", "unknown key answer.treshold; did you mean answer.threshold?"),
        ("[answer]\nk1 = 1", "unknown key answer.k1; did you mean bm25.k1?"),
        ("k1 = 1", "unknown key k1; did you mean bm25.k1?"),
        ("[bm25]\nzzzzzz = 1", "unknown key bm25.zzzzzz; there are bm25.k1, bm25.b"),
        ("zzzzzz = 1", "unknown key zzzzzz; config.toml lists all there are"),
        ("[bm52]\nk1 = 1", "unknown section bm52; did you mean bm25?"),
        ("bm25 = 1", "bm25 must be a table: write [bm25] and its keys under it"),
        ("[bm25]\nk1 = 'high'", 'bm25.k1 must be a number from 0 to 10, not "high"'),
        ("[bm25]\nk1 = '1.2'", 'bm25.k1 must be a number from 0 to 10, not "1.2"'),
        ("[bm25]\nk1 = -0.1", "bm25.k1 must be a number from 0 to 10, not -0.1"),
        ("[bm25]\nk1 = nan", "bm25.k1 must be a number from 0 to 10, not nan"),
        ("[bm25]\nb = 1.01", "bm25.b must be a number from 0 to 1, not 1.01"),
        ("[answer]\nquotes = 0", "answer.quotes must be a whole number from 1 to 100, not 0"),
        ("[answer]\nquotes = 2.5", "answer.quotes must be a whole number from 1 to 100, not 2.5"),
        ("[answer]\nquotes = true", "answer.quotes must be a whole number from 1 to 100, not true"),
        ("[terms]\nhmm = 1", "terms.hmm must be true or false, not 1"),
        ("[chat]\nlanguage = 'fr'", 'chat.language must be "zh" or "en", not "fr"'),
        ("[chat]\ncolor = 'red'", 'chat.color must be "auto", "always" or "never", not "red"'),
        (
            "[index]\nengine = 'tf'",
            'index.engine must be "auto", "okapi", "postings", "sparse" or "cluster", not "tf"',
        ),
        ("[library]\npath = 3", 'library.path must be a path in quotes ("" for the default), not 3'),
        (
            '[library]\npath = "a\\u0000b"',
            'library.path must be a path in quotes ("" for the default), not "a\\u0000b"',
        ),
        (
            "[answer]\nquotes = 0\nthreshold = 2",
            "answer.quotes must be a whole number from 1 to 100, not 0 (and 1 more)",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_the_file_and_the_key(write: Write, text: str, complaint: str) -> None:
    file = write(text)
    assert refusal(file) == f"{file}: {complaint}"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[bm25]\nk1 = \n", "line 2: "),
        ("[bm25]\nk1 = 1\nk1 = 2\n", "line 3: "),
        ("[bm25\n", "line 1: "),
        ("[chat]\nlanguage = 'zh", "last line: "),
    ],
)
def test_broken_toml_is_named_with_file_and_line(write: Write, text: str, start: str) -> None:
    file = write(text)
    assert refusal(file).startswith(f"{file}, {start}")


def test_a_long_wrong_value_is_cut_in_the_message(write: Write) -> None:
    assert len(refusal(write(f"[chat]\nlanguage = '{'长' * 5000}'"))) < 300


def test_keys_that_do_not_go_together_are_named_with_where_they_were_set(write: Write) -> None:
    file = write("[corpus]\nmax_paragraph = 100\n")
    assert refusal(file, {"YUANHUA_CORPUS_MIN_PARAGRAPH": "51"}) == (
        "corpus.max_paragraph must be at least twice corpus.min_paragraph "
        f"(set by {file}: corpus.max_paragraph, environment variable YUANHUA_CORPUS_MIN_PARAGRAPH)"
    )


def test_a_query_without_any_granularity_is_refused(write: Write) -> None:
    file = write("[terms]\nwords = 0\nbigrams = 0\nunigrams = 0\n")
    assert "cannot all be 0" in refusal(file)


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("YUANHUA_BM25_K", "1", "environment: unknown variable YUANHUA_BM25_K; did you mean YUANHUA_BM25_K1?"),
        ("YUANHUA_DATASET", "x", "environment: unknown variable YUANHUA_DATASET; did you mean YUANHUA_DATASETS?"),
        ("YUANHUA_FOO", "x", "environment: unknown variable YUANHUA_FOO; config.toml lists all there are"),
        ("YUANHUA_BM25_K1", "", 'environment variable YUANHUA_BM25_K1 must be a number from 0 to 10, not ""'),
        ("YUANHUA_BM25_K1", "inf", "environment variable YUANHUA_BM25_K1 must be a number from 0 to 10, not inf"),
        ("YUANHUA_TERMS_HMM", "maybe", 'environment variable YUANHUA_TERMS_HMM must be true or false, not "maybe"'),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(name: str, value: str, complaint: str) -> None:
    assert refusal(environ={name: value}) == complaint


def test_what_is_wrong_in_an_option_is_named() -> None:
    assert refusal(answer__quotes=0) == "option answer.quotes must be a whole number from 1 to 100, not 0"
    assert refusal(answer__quote=1) == "option: unknown key answer.quote; did you mean answer.quotes?"


@pytest.mark.parametrize(
    "text",
    ["[telegram]\ntoken = 's3cret'", "[chat]\npassword = 's3cret'", "bot_token = 's3cret'"],
)
def test_a_secret_in_the_file_is_refused_and_not_shown(write: Write, text: str) -> None:
    message = refusal(write(text))
    assert "set the environment variable TELEGRAM_BOT_TOKEN instead" in message
    assert "s3cret" not in message


def test_a_secret_under_the_wrong_variable_is_refused_and_not_shown() -> None:
    message = refusal(environ={"YUANHUA_TELEGRAM_TOKEN": "s3cret"})
    assert message.startswith("environment: YUANHUA_TELEGRAM_TOKEN is a secret and no setting;")
    assert "s3cret" not in message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert refusal(missing).startswith(f"{missing}: no such config file")
    assert refusal(environ={"YUANHUA_CONFIG": str(missing)}).startswith(f"{missing}: no such config file")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: cannot be read (Is a directory); name a TOML file that can"


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gbk.toml"
    file.write_bytes("[chat]\n# 语言\n".encode("gb18030"))
    assert refusal(file) == f"{file}: not UTF-8; save it in that encoding"


# Its cost


def test_settings_are_read_without_loading_what_they_are_for(root: Path) -> None:
    code = "import sys, bot.config; bot.config.load_config(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True, text=True)
    assert not {"jieba", "numpy", "opencc", "rich", "prompt_toolkit", "platformdirs"} & set(ran.stdout.split())


# Lists


def test_a_list_of_numbers_is_read_from_the_file(write: Write) -> None:
    assert load_config(write("[telegram]\nallowed_chats = [7, -100200]"), {}).telegram.allowed_chats == (7, -100200)


def test_an_empty_list_in_the_environment_is_none() -> None:
    assert load_config(environ={"YUANHUA_TELEGRAM_ADMINS": ""}).telegram.admins == ()


@pytest.mark.parametrize("value", ['"7"', '["seven"]', "7"])
def test_what_is_no_list_of_numbers_is_refused(write: Write, value: str) -> None:
    assert "telegram.admins must be a list of whole numbers" in refusal(write(f"[telegram]\nadmins = {value}"))


def test_an_address_without_its_scheme_is_refused() -> None:
    message = refusal(environ={"YUANHUA_TELEGRAM_BASE_URL": "127.0.0.1:8081"})
    assert message.startswith("telegram.base_url must begin with https:// or http://")
