"""What surrounds the code: locks, Makefile, versions, licence, README."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-telegram.lock", "requirements-dev.lock")


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Each package's version and how many hashes it has."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    found: dict[str, tuple[str, int]] = {}
    for entry in entries:
        pin = re.match(r"([a-z0-9-]+)==([^ ;]+)", entry)
        assert pin, f"{lock}: not pinned: {entry.splitlines()[0]}"
        assert pin[1] not in found, f"{lock}: {pin[1]} stands twice"
        found[pin[1]] = (pin[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)))
    return found


def names(requirements: list[str]) -> set[str]:
    """The packages' normal names."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", one, maxsplit=1)[0]).lower() for one in requirements}


def targets() -> dict[str, str | None]:
    """The Makefile's phony targets and the line that explains each."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared
    explained = dict(re.findall(r"^([a-z]+):[^#\n]*## (.+)$", makefile, re.MULTILINE))
    return {target: explained.get(target) for target in declared[1].split()}


# Locks


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_has_hashes(lock: str) -> None:
    pinned = pins(lock)
    assert len(pinned) > 3
    assert not [name for name, (_, hashes) in pinned.items() if not hashes]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.findall(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|file:|(?<!\w)/", text)


def test_the_locks_agree() -> None:
    everything = pins("requirements-dev.lock")
    for lock in ("requirements-build.lock", "requirements.lock", "requirements-telegram.lock"):
        shared = {name: pin for name, pin in pins(lock).items() if name in everything}
        assert shared == {name: everything[name] for name in shared}
    assert set(pins("requirements.lock")) <= set(everything)


def test_the_locks_hold_what_the_project_asks_for(pyproject: dict[str, Any]) -> None:
    project = pyproject["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    assert names(project["dependencies"]) <= set(pins("requirements.lock"))
    assert names([*project["dependencies"], *extras]) <= set(pins("requirements-dev.lock"))
    assert names([*pyproject["dependency-groups"]["build"], *pyproject["build-system"]["requires"]]) <= set(
        pins("requirements-build.lock")
    )


def test_chatting_needs_no_telegram_no_measuring_and_no_testing(pyproject: dict[str, Any]) -> None:
    extras = [one for extra in pyproject["project"]["optional-dependencies"].values() for one in extra]
    assert not names(extras) & set(pins("requirements.lock"))


# Make


def test_every_target_is_explained() -> None:
    assert not [target for target, line in targets().items() if not line]


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_alone_lists_the_targets_from_any_folder(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory", "-C", str(ROOT)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert listed.stderr == ""
    lines = [re.fullmatch(r"  make ([a-z]+) +(\S.*)", line) for line in listed.stdout.splitlines()]
    assert {line[1]: line[2] for line in lines if line} == targets()


def test_ci_runs_lint_and_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").rstrip().endswith("make lint test")


@pytest.mark.parametrize("command", ["chat", "test"])
def test_the_readme_s_two_commands_are_targets(command: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^(?:\$ )?make {command}\b", readme, re.MULTILINE)
    assert command in targets()


def test_every_make_command_of_the_readme_is_a_target() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)(?:\$ )?make ([a-z]+)", readme, re.MULTILINE)) <= set(targets())


# Versions, licence, and what does not belong


def test_the_version_is_the_newest_of_the_changelog(pyproject: dict[str, Any]) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest
    assert pyproject["project"]["version"] == newest[1]


def test_the_licence_is_apache_2(pyproject: dict[str, Any]) -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert [line.strip() for line in text.splitlines() if line.strip()][:2] == [
        "Apache License",
        "Version 2.0, January 2004",
    ]
    assert "END OF TERMS AND CONDITIONS" in text
    assert pyproject["project"]["license"] == "Apache-2.0"


def test_the_command_is_the_command_line_s_main(pyproject: dict[str, Any]) -> None:
    assert pyproject["project"]["scripts"] == {"yuanhua": "bot.cli:main"}


def test_no_file_names_a_place_on_somebody_s_machine(project_files: tuple[Path, ...]) -> None:
    assert len(project_files) > 20
    places = re.compile(rb"(?<![\w.~])/(?:work|root|Users)/|(?<![\w.])/home/[a-z]+/|/tmp/bash|\.\./shared")
    found = {
        str(file.relative_to(ROOT)): place[0]
        for file in project_files
        if file.name != Path(__file__).name and (place := places.search(file.read_bytes()))
    }
    assert not found
