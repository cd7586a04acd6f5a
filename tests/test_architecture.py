"""The one-way road corpus → index → bot, held over the import statements of every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"corpus": set[str](), "index": {"corpus"}, "bot": {"corpus", "index"}}
"""What each room may import of the others."""

PLACES: dict[str, tuple[str, ...]] = {
    "aiolimiter": ("bot/tg/",),
    "bm25s": ("index/engines/sparse.py",),
    "click": ("bot/cli.py", "bot/commands/"),
    "ir_measures": ("index/evaluation/",),
    "jieba": ("index/terms/words.py",),
    "markdown_it": ("corpus/",),
    "numba": ("index/engines/exact.py",),
    "numpy": ("index/", "bot/"),
    "opencc": ("index/terms/normal.py",),
    "opensearchpy": ("index/engines/cluster/",),
    "platformdirs": ("bot/sections.py",),
    "prometheus_client": ("bot/tg/",),
    "prompt_toolkit": ("bot/repl/",),
    "pydantic": ("bot/config.py", "bot/sections.py"),
    "pypinyin": ("bot/answer/pinyin.py",),
    "rank_bm25": ("index/engines/okapi.py",),
    "rapidfuzz": ("bot/answer/repairing.py",),
    "rjieba": ("index/terms/",),
    "rich": ("bot/commands/", "bot/rendering/", "bot/repl/"),
    "scipy": ("index/", "bot/learning/"),
    "sklearn": ("index/evaluation/", "bot/learning/"),
    "telegram": ("bot/tg/",),
    "tomllib": ("bot/config.py",),
    "tornado": ("bot/tg/",),
}
"""Each library of others, and TOML: the files and folders that may import it. What is not here is not imported."""

PURE = {
    "abc",
    "base64",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "math",
    "operator",
    "re",
    "string",
    "types",
    "typing",
    "unicodedata",
    "zlib",
    "__future__",
}
"""The part of the standard library that reads, writes and shows nothing."""

UNSAFE = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
"""Loading with these can run code."""

HEAVY = ("jieba", "numpy", "opencc", "prompt_toolkit", "rich", "scipy", "sklearn", "telegram")
"""Loaded where they are used, not at the start."""


@dataclass(frozen=True)
class Module:
    """A module of the rooms."""

    path: PurePosixPath
    source: str

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    def imports(self) -> Iterator[str]:
        """The dotted names of the modules it imports anywhere, even within functions."""
        package = self.path.parts[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = package[: len(package) - node.level + 1] if node.level else ()
                yield ".".join([*start, *([node.module] if node.module else [])])

    def top_imports(self) -> set[str]:
        """The first parts of those names."""
        return {name.partition(".")[0] for name in self.imports()}

    def calls(self) -> Iterator[str]:
        """The names of the functions it calls by their bare name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id


MODULES = [
    Module(PurePosixPath(file.relative_to(ROOT).as_posix()), file.read_text(encoding="utf-8"))
    for room in ROOMS
    for file in sorted((ROOT / room).rglob("*.py"))
]
PURE_MODULES = [module for module in MODULES if module.path.is_relative_to("bot/answer")]


def each(modules: list[Module]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("module", modules, ids=[str(module.path) for module in modules])


def foreign(module: Module) -> set[str]:
    """The libraries of others that it imports."""
    return module.top_imports() - set(sys.stdlib_module_names) - set(ROOMS)


# The road


def test_every_room_has_modules() -> None:
    assert {module.room for module in MODULES} == set(ROOMS)
    assert len(PURE_MODULES) > 1


@each(MODULES)
def test_imports_go_one_way(module: Module) -> None:
    others = set(ROOMS) - {module.room}
    assert module.top_imports() & others <= ROOMS[module.room]


@each(MODULES)
def test_no_room_imports_the_tests(module: Module) -> None:
    assert "tests" not in module.top_imports()


@each(PURE_MODULES)
def test_the_answer_is_pure(module: Module) -> None:
    allowed = {"bot.answer", "corpus.model", "index", "numpy", "pypinyin", "rapidfuzz"}
    strange = {
        name
        for name in module.imports()
        if name.partition(".")[0] not in PURE and not any(name == one or name.startswith(f"{one}.") for one in allowed)
    }
    assert not strange
    assert not {"open", "print", "input", "exec", "eval", "__import__"} & set(module.calls())


# Libraries


@each(MODULES)
def test_each_library_is_imported_in_its_place_only(module: Module) -> None:
    libraries = foreign(module) | (module.top_imports() & set(PLACES))
    unplaced = libraries - set(PLACES)
    assert not unplaced, f"{module.path} imports {unplaced}, which PLACES does not name"
    path = str(module.path)
    misplaced = {
        library
        for library in libraries
        if not any(path == place or (place.endswith("/") and path.startswith(place)) for place in PLACES[library])
    }
    assert not misplaced, f"{module.path} imports {misplaced}, whose place is elsewhere"


@each(MODULES)
def test_nothing_is_loaded_that_can_run_code(module: Module) -> None:
    assert not UNSAFE & module.top_imports()
    assert not {"eval", "exec"} & set(module.calls())


@each(MODULES)
def test_no_module_is_named_like_a_library(module: Module) -> None:
    named = {module.path.stem, *module.path.parent.parts}
    assert not named & set(PLACES)


@each(MODULES)
def test_nothing_is_printed_past_the_front_ends_consoles(module: Module) -> None:
    assert "print" not in set(module.calls())


# Size and start


@each(MODULES)
def test_a_module_has_one_subject_and_fewer_than_350_lines(module: Module) -> None:
    assert len(module.source.splitlines()) < 350


@pytest.mark.skipif(not (ROOT / "bot" / "cli.py").exists(), reason="there is no command line yet")
def test_the_command_line_starts_without_what_costs() -> None:
    code = "import sys, bot.cli; print(*sys.modules, sep='\\n')"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "bot.cli" in loaded
    assert not loaded & set(HEAVY)


# Folders


def test_the_top_level_has_the_rooms_the_tests_and_no_other_folder(project_files: tuple[Path, ...]) -> None:
    folders = {file.relative_to(ROOT).parts[0] for file in project_files if file.parent != ROOT}
    assert folders == {*ROOMS, "tests", ".ci"}


def test_the_top_level_has_no_modules(project_files: tuple[Path, ...]) -> None:
    assert not [file.name for file in project_files if file.parent == ROOT and file.suffix == ".py"]
