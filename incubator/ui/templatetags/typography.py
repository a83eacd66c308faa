"""Typography as template filters: {{ tranche.amount|money }}, {{ call.closes_at|moment }}."""

from django import template

from incubator.ui import typography

register = template.Library()
for _name in (
    "money", "number", "percent", "filesize", "day", "short_day", "day_month", "clock_time", "moment",
    "exact_moment", "short_moment", "duration", "time_left", "nbsp", "joined",
    "telephone",
):  # fmt: skip
    register.filter(_name, getattr(typography, _name))
