"""Bytes as text: UTF-8, UTF-16 with a byte order mark, else GB18030 or Big5 by which of them reads as Chinese.

The same bytes are often legal in both; what tells them apart is that half of any Chinese text is made of a few hundred
characters, while the wrong table gives rare ones. The text is the exact decoding: line ends and the byte order mark (as
U+FEFF) stay in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.errors import UnreadableError

_COMMON: Final = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作分方用多你着部能市等业全里工公经本都"
    "而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者"
    "月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特"
    "期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府"
    "才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边据集联古广"
    "完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连调感转笑革该持始英克士尔让拉思根格造较际亲单朝红型价校约器字"
    "段周亚深候则功属积快图火千准究往极育装许参半令吃观鱼精办像帝八复影告远群包整构料随划算象容示投势热值夫网望源息语股铁断派速怎需片爱律纪支早况病"
    "境证编國爲為這來個會時學說們於後發對長過業裏裡經門動進區產軍還種現機體與當兩實麼關從內沒將員東頭間無見戰點場數樣問並萬級應資務氣漢總電聲設義統"
    "處馬兒領隊計別權話報給變書幾華議稱決張導術結師達題條規縣風運組聽濟黨論強黃選記卻職號類傳帶幹農邊據聯廣質陽難歷專認車臺遊舉線團備爭眾連調轉該爾"
    "讓較際親單紅價約亞則屬積圖準極裝許參喫觀魚辦復遠群構隨劃勢熱網語鐵斷愛紀況證編吗呢吧啊嗎妳您呀哪谁誰找死孩妈爸媽喝买賣卖買飞飛飯饭"
)
_PUNCTUATION: Final = frozenset("，。、；：？！“”‘’（）《》「」『』【】—…·～　‧•〈〉％＋－／０１２３４５６７８９")
_NAMES: Final = {
    "gb18030": "GB18030",
    **dict.fromkeys(("big5", "cp950", "big5hkscs"), "Big5"),
    **dict.fromkeys(("utf-16-le", "utf-16-be"), "UTF-16"),
}
_PLAUSIBLE: Final = 0.4
_SAMPLE: Final = 20_000

_MAGIC: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"RIFF", "an audio, video or WebP file"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"{\\rtf", "a rich text document"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and, where its encoding had to be found out, a note on it."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file.

    Args:
        data: its bytes.
        name: what to call it in messages.

    Raises:
        UnreadableError: it is not text, or in no encoding that is known here.
    """
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32-le"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return Decoded(_checked(_decoded(data, encoding, name), name))
    _refuse_binary(data, name)
    nul = data.find(b"\0")
    if nul >= 0:
        found = _best(data, ("utf-16-le", "utf-16-be"))
        if found is None:
            raise UnreadableError(f"{name}: not text (NUL byte at offset {nul}); save it as UTF-8 text")
        return _noted(found, name)
    try:
        return Decoded(_checked(data.decode("utf-8"), name))
    except UnicodeDecodeError as error:
        broken = error
    found = _best(data, ("gb18030", "big5", "cp950", "big5hkscs"))
    if found is None:
        raise UnreadableError(
            f"{name}: not UTF-8 (byte 0x{data[broken.start]:02x} at offset {broken.start}), nor GB18030 or Big5; "
            "save it as UTF-8"
        )
    return _noted(found, name)


def _noted(found: tuple[str, str], name: str) -> Decoded:
    encoding, text = found
    return Decoded(_checked(text, name), (f"read as {_NAMES[encoding]}; save it as UTF-8 to be sure",))


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: broken {encoding.upper()} at byte {error.start}; save it as UTF-8") from None


def _refuse_binary(data: bytes, name: str) -> None:
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not None and (len(data) < 8 or _CONTROL.search(data[:4096]) or data.startswith((b"%PDF", b"{\\rtf"))):
        raise UnreadableError(f"{name}: looks like {kind}, not text; copy its text into a .txt file")


def _checked(text: str, name: str) -> str:
    """``text``, unless it is no prose: it holds NUL, or is a web page's source."""
    if "\0" in text:
        raise UnreadableError(f"{name}: not text (NUL character at {text.index(chr(0))}); save it as UTF-8 text")
    if _MARKUP.match(text[:2000].lstrip("\ufeff")):
        raise UnreadableError(
            f"{name}: the source of a web page; open it in a browser and copy its text into a .txt file"
        )
    return text


def _best(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str] | None:
    """The encoding in which the data reads as Chinese best, with the text in it; None where it does in none."""
    best, best_score = None, _PLAUSIBLE
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text)
        if score > best_score:
            best, best_score = (encoding, text), score
    return best


def _plausibility(text: str) -> float:
    """How Chinese a text reads, at most 1: common characters count for it, what is no Han against it."""
    foreign = [character for character in text[: 4 * _SAMPLE] if character > "\x7f"][:_SAMPLE]
    good = sum(character in _COMMON or character in _PUNCTUATION for character in foreign)
    bad = sum(not ("\u4e00" <= character <= "\u9fff" or character in _PUNCTUATION) for character in foreign)
    return (good - bad) / max(len(foreign), 1)
