"""A small SVG coordinate system: axes, grid, curves, dots and bars, all coloured by the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.etree.ElementTree import Element

from index.evaluation.report.elements import number, tag

_WIDTH, _HEIGHT = 360.0, 250.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 18.0, 10.0, 40.0
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axes:
    """Where values lie in the picture.

    Attributes:
        x: the least and greatest value across.
        y: the same upwards.
        label_x: what is told across.
        label_y: what is told upwards.
        height: of the picture; its width is 360.
        percent: whether values across and upwards are shares, and written as per cent: ``"x"``, ``"y"``, ``"xy"``.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    label_x: str
    label_y: str
    height: float = _HEIGHT
    percent: str = ""

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a value; values beyond the axes are put on their end."""
        across = (min(max(x, self.x[0]), self.x[1]) - self.x[0]) / (self.x[1] - self.x[0])
        upwards = (min(max(y, self.y[0]), self.y[1]) - self.y[0]) / (self.y[1] - self.y[0])
        wide, high = _WIDTH - _LEFT - _RIGHT, self.height - _TOP - _BOTTOM
        return _LEFT + across * wide, _TOP + (1 - upwards) * high

    def picture(self, title: str, *drawn: Element) -> Element:
        """The axes with what was drawn on them. ``title`` is read out to those who cannot see it."""
        return tag(
            "svg",
            tag("title", title),
            *self._grid(),
            *drawn,
            *self._labels(),
            viewBox=f"0 0 {number(_WIDTH)} {number(self.height)}",
            role="img",
        )

    def curve(self, xs: Sequence[float], ys: Sequence[float], **attributes: str) -> Element:
        """A line through points."""
        points = " ".join(
            f"{number(across)},{number(down)}" for across, down in (self.at(x, y) for x, y in zip(xs, ys, strict=True))
        )
        return tag("polyline", points=points, **attributes)

    def dot(self, x: float, y: float, radius: float, **attributes: str) -> Element:
        """A disc."""
        across, down = self.at(x, y)
        return tag("circle", cx=across, cy=down, r=radius, **attributes)

    def block(self, left: float, right: float, top: float, **attributes: str) -> Element:
        """A bar from the bottom up."""
        x1, y1 = self.at(left, top)
        x2, y2 = self.at(right, self.y[0])
        return tag("rect", x=x1, y=y1, width=max(0.0, x2 - x1), height=y2 - y1, **attributes)

    def upright(self, x: float) -> Element:
        """A dashed line at a value across."""
        across, top = self.at(x, self.y[1])
        return tag("line", x1=across, x2=across, y1=top, y2=self.at(x, self.y[0])[1], class_="dash")

    def note(self, x: float, text: str, line: int = 0) -> Element:
        """Words beside an upright, on the side with more room; ``line`` keeps several apart."""
        across, top = self.at(x, self.y[1])
        late = across > _WIDTH * 0.7
        place = across + (-4 if late else 4)
        return tag("text", text, x=place, y=top + 10 + 13 * line, text_anchor="end" if late else "start")

    def _grid(self) -> list[Element]:
        drawn: list[Element] = []
        for value in ticks(*self.x):
            across, bottom = self.at(value, self.y[0])
            drawn.append(tag("text", self._told(value, "x"), x=across, y=bottom + 15, text_anchor="middle"))
        for value in ticks(*self.y):
            left, down = self.at(self.x[0], value)
            drawn.append(tag("line", x1=left, x2=_WIDTH - _RIGHT, y1=down, y2=down, class_="grid-line"))
            drawn.append(tag("text", self._told(value, "y"), x=left - 6, y=down + 4, text_anchor="end"))
        return drawn

    def _labels(self) -> list[Element]:
        left, bottom = self.at(self.x[0], self.y[0])
        middle = (_TOP + bottom) / 2
        turned = f"rotate(-90 10 {number(middle)})"
        return [
            tag("line", x1=left, x2=_WIDTH - _RIGHT, y1=bottom, y2=bottom, class_="axis"),
            tag("text", self.label_x, x=(left + _WIDTH - _RIGHT) / 2, y=self.height - 6, text_anchor="middle"),
            tag("text", self.label_y, x=10, y=middle, text_anchor="middle", transform=turned),
        ]

    def _told(self, value: float, axis: str) -> str:
        return f"{value * 100:.0f}%" if axis in self.percent else f"{value:g}"


def ticks(low: float, high: float) -> list[float]:
    """Round values from ``low`` to ``high``, about five."""
    rough = (high - low) / _TICKS
    power = 10 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]
