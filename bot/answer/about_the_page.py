"""Questions about an article itself: who wrote it, who edited it, when it appeared, what it is called.

Such a question shares no words with the line that answers it (``文|张三``), so it is recognised by its form, and only
where nothing but the form is left: ``这篇文章是谁写的?`` asks about the page, ``安迪比尔定理是谁写的?`` does not.
"""

from __future__ import annotations

import re

from bot.answer.model import Quote
from corpus.model import Article, Field, Span

_TEXT = "文章|报道|稿子?|新闻"
_THIS = (
    rf"(?:(?:这|本|该|那)(?:篇|个)?(?:{_TEXT}|文|页面?|内容|东西)?|{_TEXT}|原文|全文|正文|文中)?(?:本身)?(?:的|里|上)?"
)
_WHO = (
    r"(?:是|叫|由|都有|有)?(?:谁|哪(?:一|几)?(?:位|个|些)?(?:人|作者|编辑|记者|摄影师)?|什么人|什么|何人|啥|叫什么"
    r"|什么名字)?(?:名字|名)?"
)
_END = r"(?:是|叫)?(?:什么|谁|啥|哪里|哪儿|哪一?家)?(?:呢|啊|呀|吗|的|来着)?[?？。!]*"

_PUBLISHED = "发表|发布|刊登|刊发|登载?|出品|出|转载|发"
_WHEN = r"(?:什么时候|何时|哪(?:一)?(?:天|年|日)|几月几[号日]|几号|哪年哪月)"

_FORMS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.AUTHOR, rf"{_THIS}{_WHO}(?:写|撰写|撰稿|执笔|创作)(?:的|了|出来的)?{_THIS}{_END}"),
        (Field.AUTHOR, rf"{_THIS}(?:谁|哪位|什么人)(?:写|撰写)(?:了|的)?{_THIS}{_END}"),
        (Field.AUTHOR, rf"{_THIS}(?:作者|撰稿人?|撰文者?|执笔人?|文字记者|记者){_WHO}{_END}"),
        (Field.EDITOR, rf"{_THIS}(?:责任|责|文字)?(?:编辑|编者|责编){_WHO}{_END}|{_THIS}{_WHO}(?:编辑|编)的?{_END}"),
        (
            Field.PHOTOGRAPHER,
            rf"{_THIS}(?:的)?(?:摄影师?|摄影记者|配图|图片|照片){_WHO}(?:拍|拍摄|摄影|提供)?(?:的)?{_END}",
        ),
        (
            Field.OUTLET,
            rf"{_THIS}(?:最早|首先|最初)?(?:是)?(?:由|在)?(?:哪(?:一)?(?:家|个)?(?:媒体|网站|平台|报纸|机构|公司|刊物)?|什么(?:媒体|网站|平台|地方)|哪里|哪儿)"
            rf"(?:上)?(?:{_PUBLISHED})(?:出来)?(?:的|了)?{_THIS}{_END}",
        ),
        (Field.OUTLET, rf"{_THIS}(?:来源|出处|出自|来自|刊物|媒体|发布者|发布方){_END}(?:媒体|网站|平台)?{_END}"),
        (
            Field.DATE,
            rf"{_THIS}(?:是|在|于)?{_WHEN}(?:写|{_PUBLISHED})(?:出来|布)?(?:的|了)?{_THIS}{_END}",
        ),
        (
            Field.DATE,
            rf"{_THIS}(?:写作|成文|标(?:注|明)?|注明|署|{_PUBLISHED})?(?:的)?(?:日期|时间|年份)(?:是)?(?:{_WHEN}|多少)?{_END}",
        ),
        (Field.TITLE, rf"{_THIS}(?:的)?(?:标题|题目|题名|名字|名称){_END}|{_THIS}叫(?:什么|啥){_END}"),
        (
            Field.AUTHOR,
            r"who (?:wrote|is the (?:author|writer)(?: of)?|authored)(?: (?:this|the|it))?"
            r"(?: (?:article|text|piece|story|report))?\??",
        ),
        (Field.EDITOR, r"who (?:edited|is the editor(?: of)?)(?: (?:this|the|it))?(?: (?:article|text|piece))?\??"),
        (Field.DATE, r"when was (?:this|the|it)(?: (?:article|text|piece|story))? (?:published|written)\??"),
        (Field.TITLE, r"what is (?:the title|(?:this|the) article called)(?: of (?:this|the) article)?\??"),
    )
)
_BARE = re.compile(
    r"[的了是在谁什么啥呢啊吗?？。!\s]*|(?:名字|名称|图片|照片|配图|记者|时间|日期|年份|叫什么|来自|出自|媒体)(?:[是叫]?(?:什么|啥|谁|何时))?[?？。!]*"
)


def asked_field(folded: str, title: str) -> Field | None:
    """Which metadata field a question (folded text) asks for, or None.

    ``title`` (folded) may stand in the question in place of ``这篇文章``, with or without book marks.
    """
    question = re.sub(r"\s+", " ", folded.strip())
    if title:
        question = question.replace(f"《{title}》", "这篇文章").replace(title, "这篇文章")
    question = re.sub(r"^(?:请问|请|告诉我|我想知道|想问一?下|问一?下)[,:]?", "", question)
    if re.search(r"[\u4e00-\u9fff]", question):
        question = question.replace(" ", "")
    if _BARE.fullmatch(question):
        return None
    return next((field for field, form in _FORMS if form.fullmatch(question)), None)


def metadata_quote(article: Article, field: Field) -> Quote | None:
    """The line of the page that states a field, as a Quote; None where the page has none in its source."""
    entry = article.entry(field)
    if entry is None or entry.span is None:
        return None
    text = entry.span.of(article.raw)
    value = _find(text, entry.value)
    return Quote(
        article=article.id,
        title=article.title,
        section=None,
        paragraph=0,
        text=text,
        span=entry.span,
        key=Span(0, len(text)),
        highlights=() if value is None else (value,),
        answer=value,
        score=1.0,
    )


def _find(text: str, value: str) -> Span | None:
    """Where a value stands in its line; runs of white space may differ."""
    parts = value.split()
    if not parts:
        return None
    found = re.search(r"\s*".join(map(re.escape, parts)), text)
    return None if found is None else Span(found.start(), found.end())
