"""The engine that a Snapshot's size and the settings ask for."""

from __future__ import annotations

from index.engines.base import Engine
from index.engines.choosing import chosen
from index.segments.snapshot import Snapshot
from index.settings import IndexSettings


def engine_for(snapshot: Snapshot, settings: IndexSettings) -> Engine:
    """An Engine over all paragraphs of a Snapshot.

    Raises:
        ValueError: no engine has the name that the settings give.
    """
    name = chosen(settings.engine, snapshot.totals.paragraphs)
    if name == "okapi":
        from index.engines.okapi import OkapiEngine

        places = [
            (member.segment, place)
            for member in snapshot.members
            for article in member.kept.tolist()
            for place in member.segment.paragraphs_of(article)
        ]
        return OkapiEngine(
            [segment.paragraph_ids[place] for segment, place in places],
            [segment.bag(place, settings.context) for segment, place in places],
            settings.k1,
            settings.b,
        )
    parts = [member.part for member in snapshot.members]
    if name == "postings":
        from index.engines.postings import PostingsEngine

        return PostingsEngine(parts, snapshot.stats, settings.k1, settings.b)
    from index.engines.sparse import SparseEngine

    return SparseEngine(parts, snapshot.stats, settings.k1, settings.b)
