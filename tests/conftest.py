"""What every test stands on: a home of its own, no settings from outside, the files of the project."""

from __future__ import annotations

import os
import subprocess
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# No clock decides: the machine may be busy. On CI every run tries the same examples.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_MEASURING = {"YUANHUA_DATASETS", "YUANHUA_SOURCE_PAGE"}
_NOT_OURS = {
    ".git",
    ".venv",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "build",
    "dist",
}


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests' homes are."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(scope="session")
def numbers() -> count[int]:
    """A number for each home."""
    return count(1)


@pytest.fixture(autouse=True)
def home(homes: Path, numbers: count[int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is empty and of this test only; the settings and colours of who runs the tests stay outside."""
    for name in os.environ:
        if (name.startswith("YUANHUA_") and name not in _MEASURING) or name in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}:
            monkeypatch.delenv(name)
    here = homes / str(next(numbers))
    monkeypatch.setenv("HOME", str(here))
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(here / kind.lower()))
    return here


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def project_files(root: Path) -> tuple[Path, ...]:
    """The files of the project: those git has or would take; without git all but caches and environments."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and (root / ".git").exists():
        found = [root / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [file for file in root.rglob("*") if not _NOT_OURS & set(file.relative_to(root).parts)]
    return tuple(sorted(file for file in found if file.is_file()))
