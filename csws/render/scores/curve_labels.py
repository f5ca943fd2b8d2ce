"""Where the names of a curve's points stand: beside the line and not on it, nor on each other. The curve only rises, so
nothing of it is above and to the left of a point, nor below and to the right."""

from __future__ import annotations

from collections.abc import Sequence

from csws.model.frozen import frozen
from csws.render.review.geometry import measured

_SIZE, _LINE = 13, 16  # px: of the letters, and from one line to the next
_AWAY, _UP, _DOWN = 8, 8, 18  # px: from a point to its name


@frozen(kw_only=False)
class Label:
    """A text from `x` to `x + width`, standing on `y`."""

    text: str
    x: float
    y: float
    width: float

    def meets(self, other: Label) -> bool:
        apart = self.x + self.width < other.x or other.x + other.width < self.x
        return not apart and abs(self.y - other.y) < _LINE


def label_at(x: float, y: float, text: str) -> Label:
    return Label(text, x, y, measured(text, _SIZE, bold=True))


def labels_of(
    points: Sequence[tuple[float, float, str]], left: float, top: float, taken: Sequence[Label] = ()
) -> list[Label]:
    """Of points with their names, from left to right. Above and left of its point, where there is room as far as
    `left` and `top`; else below and right of it. None meets what is `taken`."""
    placed, below = list(taken), []
    for x, y, text in points:
        label = label_at(x + _AWAY, y + _DOWN, text)
        above = _free(Label(text, x - _AWAY - label.width, y - _UP, label.width), placed, -_LINE)
        if above.x >= left and above.y >= top:
            placed.append(above)
        else:
            below.append(label)
    for label in reversed(below):  # the highest first: the others give way to it, downwards
        placed.append(_free(label, placed, _LINE))
    return placed[len(taken) :]


def _free(label: Label, placed: Sequence[Label], step: float) -> Label:
    """The nearest place in one direction where the label meets none of those that stand already."""
    while any(map(label.meets, placed)):
        label = Label(label.text, label.x, label.y + step, label.width)
    return label
