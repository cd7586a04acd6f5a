"""Dates as pages write them: ``2023-10-05 14:20``, ``2023年10月5日``, ``Oct. 5, 2023``.

All expressions are for ``fold``-ed text (half width, lower case), which keeps every character's place.
"""

from __future__ import annotations

import re
from typing import Final

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_HAN_DIGITS = "〇零一二三四五六七八九十"
_CLOCK = r"\d{1,2}\s?[:时]\s?\d{2}(?:\s?[:分]\s?\d{2})?秒?(?:\.\d+)?"
_TIME = rf"(?:\s*t?\s*(?:[上下]午|凌晨|晚上?|[ap]m)?\s*{_CLOCK}\s*(?:[ap]m|z|utc|gmt|\+\d\d:?\d\d)?)?"
_DAY_OF_WEEK = r"(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?"

DATE: Final = re.compile(
    r"(?:"
    rf"(?:19|20)\d{{2}}\s?(?:年|[-/.])\s?\d{{1,2}}\s?(?:月|[-/.])\s?\d{{1,2}}(?:\s?日|号)?{_DAY_OF_WEEK}{_TIME}"
    rf"|[{_HAN_DIGITS}]{{4}}年[{_HAN_DIGITS}]{{1,3}}月[{_HAN_DIGITS}]{{1,3}}日"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}{_TIME}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s(?:19|20)\d{{2}}{_TIME}"
    r")"
)
"""A full date, with or without the time of day."""
