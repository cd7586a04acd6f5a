"""Characters: which ones end a sentence, which are Han, and two normal forms for comparing lines.

Normal forms are for looking only. What is kept and shown is always the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
"""Han characters, as the inside of a regular expression's character class."""

ENDERS: Final = "。！？!?；;…｡"
"""Characters that end a sentence wherever they stand outside a pair (the full stop ``.`` depends on its context)."""

CLOSERS: Final = "」』”’》〉）)］\\]】〕\"'"
"""Characters that close a pair, escaped for a character class."""

LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters that end a line; the same that ``str.splitlines`` knows."""

BLANK: Final = "\\s\ufeff\u200b\u200c\u200d\u2060\u00ad"
"""White space and characters without a width, escaped for a character class."""

_SPACES = re.compile(f"[{BLANK}]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WHITE = dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x09], 0x20)
_BARS = dict.fromkeys(map(ord, "丨│︱┃∣"), ord("|"))
# The traditional forms of the characters in the words of page furniture, so that each rule is written once.
_SIMPLIFIED = str.maketrans(
    "並佈來係個們側備傳僅價億優儲內兩冊別刪則剛創劃動務區協參員問單嚴國圍圖執報場壇娛學實審寫寬專對導層屬"
    "師幫庫廣張後復應戲戶户掃採換搶擊據擴攝敗數於時暢暫書會條業構樂樓標機檯欄權歡歷歸氣沒況濟瀏為無熱營爲"
    "獨獲現產畫異當發盜監眾確碼礙祇禮筆簡籌籤糾約紅終絕絡給統絲經綜維網緊線編縮總繫繼續羣習聞聯聲聽腦臺與"
    "興舉華萬薦藍處號衆術裏裝裡製襲見視覺覽觀訂計訊討記訪設許訴註評詞詢試話該詳誌認語誠說説調請論諮謝謹證"
    "識譯議護讀財責費貼資賞賬贊趕跡車軍載輯輸轉辦迴連週進遊運過違選還郵鄭釘錄錯鍵鍾鏈鏡鐘長門閉開間閱閲關"
    "陸際險隱隻雜電頁頂項須預領頭頻題類顧顯風餘饋馬騰驗體髮麵麼點響雲蹤",
    "并布来系个们侧备传仅价亿优储内两册别删则刚创划动务区协参员问单严国围图执报场坛娱学实审写宽专对导层属"
    "师帮库广张后复应戏户戶扫采换抢击据扩摄败数于时畅暂书会条业构乐楼标机台栏权欢历归气没况济浏为无热营为"
    "独获现产画异当发盗监众确码碍只礼笔简筹签纠约红终绝络给统丝经综维网紧线编缩总系继续群习闻联声听脑台与"
    "兴举华万荐蓝处号众术里装里制袭见视觉览观订计讯讨记访设许诉注评词询试话该详志认语诚说说调请论咨谢谨证"
    "识译议护读财责费贴资赏账赞赶迹车军载辑输转办回连周进游运过违选还邮郑钉录错键钟链镜钟长门闭开间阅阅关"
    "陆际险隐只杂电页顶项须预领头频题类顾显风余馈马腾验体发面么点响云踪",
)
_FOLD = {**_SIMPLIFIED, **_WHITE, **_FULL_WIDTH, **_LOWER, **_BARS}


def fold(text: str) -> str:
    """``text`` in half width and lower case, page furniture's traditional characters simplified.

    Character for character: a range of the result is the same range of ``text``.
    """
    return text.translate(_FOLD)


def compact(text: str) -> str:
    """``fold`` without any white space."""
    return "".join(fold(text).split())


def fingerprint(text: str) -> str:
    """What two lines that differ only in width and white space have in common.

    Lines of more than 100,000 characters are compared as they are.
    """
    if len(text) > 100_000:
        return text
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    # Only characters without a width, and few others, are not printable.
    return bare if bare.isprintable() else _SPACES.sub("", bare)


def squeezed(text: str) -> str:
    """``text`` without white space around it, and with single spaces within."""
    return _SPACES.sub(" ", text).strip()
