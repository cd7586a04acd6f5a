"""What sets sentences apart: the share of a question that a sentence has and the others beside it have not.

In a paragraph on one thing its name stands everywhere and tells nothing; what one sentence alone has of the question
tells most. So terms are weighed by how few of the sentences at hand hold them: Lucene's idf with these sentences as the
collection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from index.model import Query
from index.scoring import idf


def contrasts(query: Query, sentences: Sequence[Collection[str]]) -> list[float]:
    """For each sentence, given as the question's terms it holds, its share in 0…1 of what all of them hold together."""
    count = len(sentences)
    holding = Counter(chain.from_iterable(sentences))
    idfs = {frequency: idf(count, frequency) for frequency in set(holding.values())}
    worth = {term: query.get(term, 0.0) * idfs[frequency] for term, frequency in holding.items()}
    # fsum, since a set has no order.
    total = math.fsum(worth.values())
    return [math.fsum([worth[term] for term in terms]) / total if total else 0.0 for terms in sentences]
