"""HTML and SVG as trees: text in them is escaped by the standard library, never by hand."""

from __future__ import annotations

from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Child: TypeAlias = "Element | str"


def tag(name: str, /, *children: Child, **attributes: str | float) -> Element:
    """An element with text and elements in it.

    ``class_`` stands for ``class``, and underscores for hyphens, as in ``text_anchor``; numbers are rounded to a
    hundredth, which is less than can be seen.
    """
    element = Element(name, {_attribute(key): _value(value) for key, value in attributes.items()})
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return element


def document(root: Element) -> str:
    """The whole page as HTML. Lone surrogates, which no UTF-8 file can hold, become replacement characters."""
    text = "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def counted(count: int, thing: str) -> str:
    """So many of a thing, in words."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def number(value: float) -> str:
    """A number for an attribute."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(name: str) -> str:
    return name.removesuffix("_").replace("_", "-") if name != "viewBox" else name


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)
