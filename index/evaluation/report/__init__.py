"""Evaluations as one HTML page that needs nothing else: no script, no font or picture from elsewhere.

    write_report(evaluations, Path("report.html"), ["yuanhua", "evaluate", …])

The pictures are SVG and coloured boxes, drawn by one style sheet for phone, desk and paper. One and the same
evaluations give the same bytes.
"""

from __future__ import annotations

from index.evaluation.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]
