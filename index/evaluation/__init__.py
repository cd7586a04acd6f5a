"""Evaluation: systems measured on question sets, as information retrieval measures them.

    data = read_squad(Path("cmrc2018-dev.json"))
    evaluation = evaluate(data, term_system("mixed+sentence"))
    evaluation.mean("R@1")

Readers make a DataSet, a System responds to it, ``evaluate`` judges the Response; ``write_outputs`` makes files of it.
"""

from index.evaluation.beir import read_beir
from index.evaluation.choosing import gold_hidden, limited
from index.evaluation.evaluating import evaluate, judge
from index.evaluation.model import DataSet, Evaluation, Outcome, Quoted, Replied, Response, Run, System, Topic
from index.evaluation.questions import read_questions
from index.evaluation.squad import read_squad
from index.evaluation.systems import Workshop, term_system
from index.evaluation.trec import read_qrels, read_run, read_trec_data

__all__ = [
    "DataSet",
    "Evaluation",
    "Outcome",
    "Quoted",
    "Replied",
    "Response",
    "Run",
    "System",
    "Topic",
    "Workshop",
    "evaluate",
    "gold_hidden",
    "judge",
    "limited",
    "read_beir",
    "read_qrels",
    "read_questions",
    "read_run",
    "read_squad",
    "read_trec_data",
    "term_system",
]
