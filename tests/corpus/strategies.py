"""Articles made up at random: headings, sentences, quotations, decimals, clutter, both scripts, every line end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

SUBJECTS = """
药剂师陈波 校长李秀英 老周 云岭县医院 青石镇 這座老塔 豆花店的老闆 OpenAI Humane公司 七十三岁的王伯 𠮷野先生 👩‍🚀宇航员
""".split()
VERBS = "买下了 拆开过 想起 拒絕了 测量了 说起 修好了 种下 停用了 released".split()
OBJECTS = """
三台相机 一亩稻子 3.5吨泥 第二次试飞 v1.2版 GPT-4的8,000个标记 一台「海鸥4A」 《云州府志》
「机械手臂」 https://a.example/b?c=1 😀
""".split()
TAILS = """
，花了十八万元 ，据说是1943年的事 ,因为没有人愿意等 （一次是称重，一次是拍照） 而且没有告诉任何人 ，价格上涨63%
从那以后再没有提起
""".split()
ENDS = "。 。 。 ！ ？ …… ?! .".split()
HEADINGS = "钱从哪里来 一场没有观众的试飞 二、供暖价格 第三章 石缸 结语 做小镇的图书馆 01 之後".split()
CLUTTER = (
    "首页 > 科技 > 正文",
    "扫一扫下载青石新闻APP",
    "分享到微信",
    "▲图源:青石新闻",
    "图片来源:视觉中国",
    "责任编辑:王五",
    "暂无评论哦,快来评价一下吧!",
    "未经授权不得转载",
    "阅读 1.2万",
    "© 2024 青石新闻",
    "相关推荐",
    "3小时前",
    "广告",
)
SPACES = ("", "", "", " ", "　　", "\t", "\u00a0")
LINE_ENDS = ("\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n", "\r", "\u2028")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """One sentence, its end included."""
    parts = [draw(st.sampled_from(words)) for words in (SUBJECTS, VERBS, OBJECTS, TAILS)]
    said = draw(st.sampled_from(["", "", "“{}。”他说", "「{}」", '他问:"{}?"', "“{}"]))
    words = "".join(parts)
    return (said.format(words) if said else words) + draw(st.sampled_from(ENDS))


def paragraphs() -> st.SearchStrategy[str]:
    """A paragraph of one line: several sentences."""
    return st.lists(sentences(), min_size=1, max_size=6).map("".join)


@st.composite
def bodies(draw: st.DrawFn) -> list[str]:
    """Paragraphs of one article, of which no sentence begins as another does."""
    made = [
        f"到了第{day}天，{sentence}"
        for day, sentence in enumerate(draw(st.lists(sentences(), min_size=1, max_size=16)), 1)
    ]
    borders = sorted(draw(st.sets(st.integers(1, len(made)), max_size=6)) | {len(made)})
    return ["".join(made[start:end]) for start, end in pairwise([0, *borders])]


@dataclass(frozen=True)
class Made:
    """A text, and the paragraphs that went into it."""

    raw: str
    paragraphs: tuple[str, ...]


@st.composite
def clean_articles(draw: st.DrawFn) -> Made:
    """An article as its author would save it: headings and paragraphs, nothing twice, nothing else."""
    made = draw(bodies())
    end = draw(st.sampled_from(["\n\n", "\r\n\r\n"]))
    indent = draw(st.sampled_from(["", "　　"]))
    headings = draw(st.lists(st.sampled_from(HEADINGS), unique=True, max_size=len(made) - 1))
    lines: list[str] = [indent + made[0]]
    for number, paragraph in enumerate(made[1:]):
        if number < len(headings):
            lines.append(headings[number])
        lines.append(indent + paragraph)
    return Made(end.join(lines) + draw(st.sampled_from(["", end])), tuple(made))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Anything a page may look like: paragraphs, headings and clutter in any order, with any white space."""
    line = st.one_of(
        paragraphs(), st.sampled_from(HEADINGS), st.sampled_from(CLUTTER), sentences(), st.text(max_size=30)
    )
    parts: list[str] = [draw(st.sampled_from(["", "\ufeff", "\n"]))]
    for text in draw(st.lists(line, min_size=1, max_size=16)):
        parts += [draw(st.sampled_from(SPACES)), text, draw(st.sampled_from(SPACES)), draw(st.sampled_from(LINE_ENDS))]
    return "".join(parts) * draw(st.sampled_from([1, 1, 1, 2]))
