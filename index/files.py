"""A Searcher on disk: a directory of generations, of which one is current.

    DIR/CURRENT                     the name of the current generation
    DIR/<generation>/manifest.json  format, version, digest, settings, and each file's size and SHA-256
    DIR/<generation>/articles.json  the articles with their raw sources, and where they were cut
    DIR/<generation>/terms.json     vocabularies
    DIR/<generation>/bags.npz       term counts, plain arrays

A generation is written whole beside the current one, then ``CURRENT`` is replaced in one step: whoever reads sees the
old index or the new one, and a crash leaves the old. Nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from index.articles import article_from_plain, article_to_plain
from index.bags import Bags
from index.building import assemble
from index.errors import DamagedIndexError, ForeignIndexError, IndexFileError, MissingIndexError
from index.searcher import Searcher
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer

FORMAT = "yuanhua-index"
VERSION = 2
_CURRENT = "CURRENT"
_REBUILD = "rebuild it with: yuanhua index --corpus PATH --index DIR"


def save_index(searcher: Searcher, directory: Path) -> None:
    """Write the index beside what is in ``directory`` and make it the current one.

    Raises:
        ForeignIndexError: the directory holds other files; nothing is written.
        IndexFileError: the disk is full, read-only, or not ours; what was current still is.
    """
    if directory.is_dir() and any(directory.iterdir()) and not (directory / _CURRENT).is_file():
        raise ForeignIndexError(f"{directory}: holds other files than an index; name an empty or new directory")
    generation = directory / f"{searcher.digest[:16]}-{uuid4().hex[:8]}"
    try:
        generation.mkdir(parents=True)
        _write_generation(searcher, generation)
        _swap(directory, generation.name)
    except OSError as error:
        shutil.rmtree(generation, ignore_errors=True)
        reason = error.strerror or str(error)
        raise IndexFileError(
            f"{directory}: cannot write the index ({reason}); free space or name another place"
        ) from error
    _prune(directory, generation.name)


def open_index(directory: Path, terms: TermSettings | None = None) -> Searcher:
    """The current index of a directory.

    Args:
        directory: what was given to ``save_index``.
        terms: where to find what the index does not hold (jieba's cache); all else comes from the index.

    Raises:
        MissingIndexError, ForeignIndexError, DamagedIndexError: as their names say; the message names the mend.
    """
    generation = _current(directory)
    manifest = _manifest(generation)
    _verify(generation, manifest)
    settings = _settings(manifest, terms or TermSettings())
    try:
        articles = [article_from_plain(plain) for plain in _read_json(generation / "articles.json")]
        vocabularies = _read_json(generation / "terms.json")
        with np.load(generation / "bags.npz", allow_pickle=False) as arrays:
            bags = _bags(vocabularies["bags"], arrays, "bags")
            contexts = _bags(vocabularies["contexts"], arrays, "contexts")
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise DamagedIndexError(f"{directory}: the index is damaged ({error}); {_REBUILD}") from error
    return assemble(articles, bags, contexts, settings, Analyzer(settings.terms), str(manifest["digest"]))


def saved_digest(directory: Path) -> str | None:
    """The digest of the current index of a directory, or None where none can be read."""
    try:
        return str(_manifest(_current(directory))["digest"])
    except IndexFileError:
        return None


def _write_generation(searcher: Searcher, generation: Path) -> None:
    files = {
        "articles.json": _dump([article_to_plain(article) for article in searcher.articles]),
        "terms.json": _dump({"bags": list(searcher.bags.terms), "contexts": list(searcher.contexts.terms)}),
    }
    for name, content in files.items():
        (generation / name).write_bytes(content)
    arrays = {**_arrays(searcher.bags, "bags"), **_arrays(searcher.contexts, "contexts")}
    np.savez(generation / "bags.npz", allow_pickle=False, **arrays)
    settings = asdict(searcher.settings)
    for local in ("cache", "user_dictionary"):
        settings["terms"].pop(local)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "digest": searcher.digest,
        "settings": settings,
        "articles": len(searcher.articles),
        "paragraphs": len(searcher.paragraphs),
        "files": {path.name: _fingerprint(path) for path in sorted(generation.iterdir())},
    }
    (generation / "manifest.json").write_bytes(_dump(manifest))
    for path in generation.iterdir():
        _sync(path)


def _swap(directory: Path, name: str) -> None:
    beside = directory / f"{_CURRENT}.{uuid4().hex[:8]}"
    beside.write_text(name + "\n", encoding="ascii")
    _sync(beside)
    beside.replace(directory / _CURRENT)


def _prune(directory: Path, keep: str) -> None:
    """Remove older generations; one that cannot be removed is left."""
    for path in directory.iterdir():
        if path.is_dir() and path.name != keep and (path / "manifest.json").is_file():
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _current(directory: Path) -> Path:
    if not directory.exists():
        raise MissingIndexError(f"{directory}: no index there; build one with: yuanhua index --corpus PATH --index DIR")
    try:
        name = (directory / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ForeignIndexError(f"{directory}: not an index (no file {_CURRENT}); {_REBUILD}") from error
    if not name or Path(name).name != name or not (directory / name).is_dir():
        raise DamagedIndexError(f"{directory}: {_CURRENT} names no generation; {_REBUILD}")
    return directory / name


def _manifest(generation: Path) -> Mapping[str, Any]:
    try:
        manifest = _read_json(generation / "manifest.json")
    except (OSError, ValueError) as error:
        raise DamagedIndexError(f"{generation}: manifest.json cannot be read; {_REBUILD}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ForeignIndexError(f"{generation}: not an index of this program; {_REBUILD}")
    if manifest.get("version") != VERSION:
        raise ForeignIndexError(
            f"{generation}: index format {manifest.get('version')}, this program reads {VERSION}; {_REBUILD}"
        )
    return manifest


def _verify(generation: Path, manifest: Mapping[str, Any]) -> None:
    files = manifest.get("files")
    if not isinstance(files, dict) or not {"articles.json", "terms.json", "bags.npz"} <= set(files):
        raise DamagedIndexError(f"{generation}: manifest.json lists no files; {_REBUILD}")
    for name, fingerprint in files.items():
        path = generation / Path(name).name
        if not path.is_file() or _fingerprint(path) != fingerprint:
            raise DamagedIndexError(f"{path}: missing, or changed since it was written; {_REBUILD}")


def _settings(manifest: Mapping[str, Any], terms: TermSettings) -> IndexSettings:
    try:
        plain = dict(manifest["settings"])
        plain["terms"] = TermSettings(**plain["terms"], cache=terms.cache, user_dictionary=terms.user_dictionary)
        return IndexSettings(**plain)
    except (KeyError, TypeError) as error:
        raise DamagedIndexError(f"manifest.json: settings cannot be read ({error}); {_REBUILD}") from error


def _arrays(bags: Bags, name: str) -> dict[str, Any]:
    return {f"{name}_starts": bags.starts, f"{name}_ids": bags.ids, f"{name}_counts": bags.counts}


def _bags(terms: list[str], arrays: Mapping[str, Any], name: str) -> Bags:
    return Bags(tuple(terms), arrays[f"{name}_starts"], arrays[f"{name}_ids"], arrays[f"{name}_counts"])


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(value: object) -> bytes:
    # A lone surrogate cannot be UTF-8; as an escape it survives.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_bytes())
