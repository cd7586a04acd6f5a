"""TF-IDF and cosine, by scikit-learn: the other classical baseline."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from index.evaluation.counting import Queries, query_matrix
from index.evaluation.matrix import Collection, by_term


class Cosine:
    """The cosine of TF-IDF vectors as TfidfVectorizer makes them: raw counts, idf = ln((1 + N) / (1 + df)) + 1.

    The idf is that of the paragraphs, for sentences too.
    """

    def __init__(self, collection: Collection, context: bool) -> None:
        counts = collection.paragraph_counts(context)
        self._vocabulary = collection.vocabulary
        self._transformer = TfidfTransformer().fit(counts)
        self.paragraph_matrix = by_term(csr_array(self._transformer.transform(counts)))
        self.sentence_matrix = by_term(csr_array(self._transformer.transform(collection.sentence_counts)))

    def weights(self, queries: Queries) -> csr_array[np.float64]:
        """The queries' vectors, a row a query and a column a term."""
        return csr_array(self._transformer.transform(query_matrix(queries, self._vocabulary)))
