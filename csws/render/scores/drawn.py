"""Pictures of results as SVG, twice each: wide, and narrow for a phone, so that their text never shrinks. A band has a
pattern besides its color."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from csws.kinds.health_scores.bands import Band
from csws.kinds.health_scores.score import HIGHEST
from csws.model.frozen import frozen
from csws.render.scores.curve_labels import label_at, labels_of
from csws.render.scores.scale import ticks_of
from csws.render.scores.sheet import Curve, Histogram, Picture, Range, Ranges

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 14, 36, 26  # around what is drawn
_ROW = 44  # of a range
_WIDE = 400  # px: from here on there is room for words
_KEYS = {Band.AT_RISK: "bad", Band.NEUTRAL: "mid", Band.HEALTHY: "good"}


@frozen(kw_only=False)
class _Frame:
    """What is drawn lies in `width` × `height` pixels; `id` begins the ids in the drawing."""

    id: str
    width: float
    height: float

    def x(self, share: float) -> float:
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def y(self, share: float) -> float:
        return self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM)


def drawn(picture: Picture, name: str) -> Markup:
    """Both drawings; `name` is the page's own for this picture."""
    return Markup("\n").join((_svg(picture, f"{name}w", "wide", 820), _svg(picture, f"{name}n", "narrow", 311)))


def _svg(picture: Picture, name: str, look: str, width: float) -> Markup:
    frame = _Frame(name, width, _height(picture, width))
    return Markup(
        '<svg class="{look}" viewBox="0 0 {w:g} {h:g}" width="{w:g}" height="{h:g}" role="img" '
        'aria-labelledby="{id}t {id}d"><title id="{id}t">{title}</title><desc id="{id}d">{text}</desc>{body}</svg>'
    ).format(
        look=look,
        w=width,
        h=frame.height,
        id=name,
        title=picture.title,
        text=picture.text,
        body=Markup("").join(_parts(picture, frame)),
    )


def _height(picture: Picture, width: float) -> float:
    if isinstance(picture.drawing, Ranges):
        return _TOP + _BOTTOM + _ROW * len(picture.drawing.ranges)
    if isinstance(picture.drawing, Curve):
        return min(width, 420)
    return 300 if width > _WIDE else 230


def _parts(picture: Picture, frame: _Frame) -> Iterator[Markup]:
    yield _patterns(frame.id)
    if isinstance(picture.drawing, Histogram):
        yield from _histogram(picture.drawing, frame)
    elif isinstance(picture.drawing, Ranges):
        yield from _ranges(picture.drawing, frame)
    else:
        yield from _curve(picture.drawing, frame)


def _patterns(name: str) -> Markup:
    return Markup(
        '<defs><pattern id="{id}bad" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="k-bad" width="7" height="7"/><path class="l-bad" d="M0 0V7"/></pattern><pattern id="{id}mid" '
        'width="6" height="6" patternUnits="userSpaceOnUse"><rect class="k-mid" width="6" height="6"/>'
        '<circle class="l-mid" cx="3" cy="3" r="1.1"/></pattern></defs>'
    ).format(id=name)


def _fill(band: Band | None, name: str) -> Markup:
    """The look of a band: two have a pattern, the third is plain."""
    if band is None or band is Band.HEALTHY:
        return Markup('class="k-good"' if band else 'class="fill"')
    return Markup('fill="url(#{}{})"').format(name, _KEYS[band])


def _text(x: float, y: float, text: str, anchor: str = "middle", look: str = "s") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(look, x, y, anchor, text)


def _line(look: str, path: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(look, path)


def _histogram(drawing: Histogram, frame: _Frame) -> Iterator[Markup]:
    most = max((column.records for column in drawing.columns), default=0)
    ticks = ticks_of(most)
    for tick in ticks:
        y = frame.y(tick / ticks[-1])
        yield _line("grid" if tick else "axis", f"M{_LEFT} {y:.1f}H{frame.width - _RIGHT}")
        yield _text(_LEFT - 6, y + 4, f"{tick:,}", "end")
    for column in drawing.columns:
        if column.records:
            start, end = frame.x(column.first / (HIGHEST + 1)), frame.x((column.last + 1) / (HIGHEST + 1))
            top, foot = frame.y(column.records / ticks[-1]), frame.y(0)
            yield Markup(
                '<rect {} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1.5"><title>{}</title></rect>'
            ).format(_fill(column.band, frame.id), start + 1, top, max(end - start - 2, 1), foot - top, column.said)
    for points in range(0, HIGHEST + 1, 20):
        yield _text(frame.x(points / (HIGHEST + 1)), frame.height - 8, str(points))
    yield from _bounds(drawing, frame)


def _bounds(drawing: Histogram, frame: _Frame) -> Iterator[Markup]:
    edges = [0.0, *(bound / (HIGHEST + 1) for bound in drawing.bounds), 1.0]
    for bound in drawing.bounds:
        x = frame.x(bound / (HIGHEST + 1))
        yield _line("bound", f"M{x:.1f} {_TOP}V{frame.y(0):.1f}")
        yield _text(x, _TOP - 6, str(bound), look="b")
    for name, start, end in zip(drawing.bands, edges, edges[1:], strict=False):
        if frame.x(end) - frame.x(start) > 50:
            yield _text(frame.x((start + end) / 2), 14, name, look="b")


def _ranges(drawing: Ranges, frame: _Frame) -> Iterator[Markup]:
    top = max([drawing.line, *(one.high or one.value for one in drawing.ranges)])
    ticks = ticks_of(max(round(100 * top), 1))
    for tick in ticks:
        x = frame.x(tick / ticks[-1])
        yield _line("grid" if tick else "axis", f"M{x:.1f} {_TOP}V{frame.height - _BOTTOM}")
        yield _text(x, frame.height - 8, drawing.percent.format(n=tick))
    for number, one in enumerate(drawing.ranges):
        yield from _range(one, _TOP + _ROW * number, ticks[-1] / 100, frame)
    x = frame.x(drawing.line * 100 / ticks[-1])
    yield _line("bound", f"M{x:.1f} {_TOP - 10}V{frame.height - _BOTTOM}")
    yield _text(min(max(x, 70), frame.width - 70), 16, drawing.line_name)


def _range(one: Range, top: float, scale: float, frame: _Frame) -> Iterator[Markup]:
    """A bar to the share, and a whisker over its interval."""
    left, end, middle = frame.x(0), frame.x(one.value / scale), top + 30
    yield _text(left + 4, top + 16, one.name, "start", "b")
    yield Markup('<rect {} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="14" rx="1.5"><title>{}</title></rect>').format(
        _fill(one.band, frame.id), left, middle - 7, max(end - left, 1), one.said
    )
    if one.low is not None and one.high is not None:
        low, high = frame.x(one.low / scale), frame.x(one.high / scale)
        yield _line("whisker", f"M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 5}v10M{high:.1f} {middle - 5}v10")


def _curve(drawing: Curve, frame: _Frame) -> Iterator[Markup]:
    for tick in range(0, 101, 25):
        x, y = frame.x(tick / 100), frame.y(tick / 100)
        yield _line(
            "grid" if tick else "axis", f"M{_LEFT} {y:.1f}H{frame.width - _RIGHT}M{x:.1f} {_TOP}V{frame.y(0):.1f}"
        )
        yield _text(_LEFT - 6, y + 4, str(tick), "end")
        yield _text(x, frame.height - 8, str(tick))
    yield _text(_LEFT, 16, drawing.y_name, "start")
    yield _text(frame.width - _RIGHT, frame.y(0) - 8, drawing.x_name, "end")
    yield _line("bound", f"M{frame.x(0):.1f} {frame.y(0):.1f}L{frame.x(1):.1f} {frame.y(1):.1f}")
    chance = label_at(frame.x(0.3), frame.y(0.2), drawing.chance)
    yield _text(chance.x, chance.y, chance.text, "start")
    path = "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in drawing.points)
    yield _line("curve", f"M{path}")
    for mark in drawing.marks:
        x, y = frame.x(mark.x), frame.y(mark.y)
        yield Markup('<circle class="mark" cx="{:.1f}" cy="{:.1f}" r="4.5"><title>{}</title></circle>').format(
            x, y, mark.name
        )
    names = [mark.short if frame.width < _WIDE else mark.name for mark in drawing.marks]
    points = [(frame.x(mark.x), frame.y(mark.y), name) for mark, name in zip(drawing.marks, names, strict=True)]
    for label in labels_of(points, left=_LEFT + 2, top=_TOP - 4, taken=[chance]):
        yield _text(label.x, label.y, label.text, "start", "b halo")
