"""An index on an OpenSearch cluster: many machines, one ranking.

The cluster holds everything that a search and its answer need: terms as they were cut, statistics, texts and spans.
Lucene finds the candidates; their scores are computed anew from the counts that come back with them, since Lucene keeps
a paragraph's length in one byte only. So a cluster ranks as the reference engine does.
"""
