"""Where somebody stands in a form of several steps; written at once, because every page of a form shows it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incubator.ui.icons import icon

STEPPER = (
    '<div class="stepper">\n<p class="step-now"><span>{}</span> · <strong>{}</strong></p>\n'
    '<progress value="{}" max="{}" aria-hidden="true"></progress>\n'
    '<details class="more"><summary>{}</summary>\n<ol>{}</ol></details>\n</div>\n'
)
STEP = '<li class="{}"{}>{}<span>{}{}</span></li>'
MARKS = {"done": "check", "missing": "alert"}
CURRENT = SafeString(' aria-current="step"')
DOT = SafeString('<span class="dot"></span>')


def drawn(steps: Sequence[dict], current: int) -> SafeString:
    """Return "Step 3 of 8" and, closed, every step: {label, url, state: done|todo|missing, missing: words}."""
    told = _("Step %(current)s of %(total)s") % {"current": current, "total": len(steps)}
    lines = format_html_join("", STEP, (_line(one, place == current) for place, one in enumerate(steps, 1)))
    label = steps[current - 1]["label"]
    return format_html(STEPPER, told, label, current, len(steps), _("All steps"), lines)


def _line(one: dict, is_current: bool) -> tuple[object, ...]:
    words = format_html('<a href="{}">{}</a>', one["url"], one["label"]) if one.get("url") else one["label"]
    mark = icon(MARKS[one["state"]]) if one["state"] in MARKS else DOT
    missing = format_html(" <small>{}</small>", one["missing"]) if one.get("missing") else ""
    return one["state"], CURRENT if is_current else "", mark, words, missing
