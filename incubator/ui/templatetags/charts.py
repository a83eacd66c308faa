"""Charts as SVG with their tables, as template tags: `{% load charts %}`."""

from collections.abc import Sequence

from django import template

from incubator.ui import charts, typography

register = template.Library()


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(rows: Sequence, label: str, maximum: float | None = None, heading: str = "") -> dict:
    """Bars with a table beside them; rows of (label, value)."""
    return {"bars": charts.bars(rows, maximum), "label": label, "heading": heading}


@register.inclusion_tag("ui/components/stacked_chart.html")
def stacked_chart(rows: Sequence, series: Sequence[str], label: str) -> dict:
    """Bars split by series with a legend and a table; rows of (label, [values])."""
    keys = [(name, charts.TONES[index % len(charts.TONES)]) for index, name in enumerate(series)]
    return {"rows": charts.stacks(rows, series), "keys": keys, "label": label}


@register.inclusion_tag("ui/components/line_chart.html")
def line_chart(rows: Sequence, label: str, target: float | None = None) -> dict:
    """A line over periods, with its target and a table; rows of (period, value or None)."""
    table = [(name, typography.number(value)) for name, value in rows]
    return {**charts.line(rows, target), "table": table, "label": label}
