"""Charts and the map as SVG with their tables, as template tags: `{% load charts %}`.

A page that draws one loads `ui/charts.css` in its head. `unit` is number, money or percent.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import template

from incubator.ui import charts, lines, maps, small_lines, typography

register = template.Library()
UNITS: dict[str, Callable[..., str]] = {
    "number": typography.number,
    "money": typography.money,
    "percent": typography.percent,
}


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(rows: Sequence, label: str, maximum: float | None = None, heading: str = "") -> dict:
    """Bars with a table beside them; rows of (label, value)."""
    return {"bars": charts.bars(rows, maximum), "label": label, "heading": heading}


@register.inclusion_tag("ui/components/stacked_chart.html")
def stacked_chart(rows: Sequence, series: Sequence[str], label: str, unit: str = "number") -> dict:
    """Bars split by series, their words inside or below, with a legend and a table; rows of (label, [values])."""
    return stacked(rows, series, label, UNITS[unit])


def stacked(rows: Sequence, series: Sequence[str], label: str, write: charts.Write) -> dict[str, Any]:
    """Return what the template of stacked bars draws."""
    keys = [(name, charts.look(index)) for index, name in enumerate(series)]
    stacks = charts.stacks(rows, series, write)
    return {"stacks": stacks, "keys": keys, "label": label, "has_any": any(one.drawn for one in stacks)}


@register.inclusion_tag("ui/components/line_chart.html")
def line_chart(
    rows: Sequence,
    label: str,
    target: float | None = None,
    series: Sequence[str] = ("",),
    unit: str = "number",
) -> dict:
    """Lines over periods, with their target, their trend and a table; rows of (period, value or values, or None)."""
    return {"chart": lines.line(rows, target, series, UNITS[unit]), "label": label, "series": series}


@register.inclusion_tag("ui/components/small_multiples_chart.html")
def small_multiples(samples: Sequence, label: str, unit: str = "number") -> dict:
    """A grid of small lines on one scale; samples of (name, rows of (period, value), target or None)."""
    return {"panels": small_lines.multiples(samples, UNITS[unit]), "label": label}


@register.inclusion_tag("ui/components/sparkline_chart.html")
def sparkline(values: Sequence, unit: str = "number") -> dict:
    """The line of a cell, with its last value and the change beside it."""
    return {"line": small_lines.spark(values, UNITS[unit])}


@register.inclusion_tag("ui/components/map_chart.html")
def zone_map(areas: Sequence[maps.Area], label: str, unit: str = "number") -> dict:
    """The zones of Togo by five steps of lightness, with their table beside them."""
    return zones_drawn(areas, label, UNITS[unit])


def zones_drawn(areas: Sequence[maps.Area], label: str, write: maps.Write) -> dict[str, Any]:
    """Return what the template of the map draws for zones."""
    return {"map": maps.zones(areas, write), "areas": areas, "label": label, "by_zone": True}


@register.inclusion_tag("ui/components/map_chart.html")
def prefecture_map(areas: Sequence[maps.Area], label: str, unit: str = "number") -> dict:
    """The prefectures of Togo by five steps of lightness, with their table."""
    return {"map": maps.prefectures(areas, UNITS[unit]), "areas": areas, "label": label, "by_zone": False}
