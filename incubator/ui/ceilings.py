"""The amounts of a form added up against their ceiling: drawn with what is there, followed by `forms.js` while one types."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incubator.ui.typography import money


def draw(total: int, ceiling: int | None, columns: Iterable[str], currency: str = "XOF") -> SafeString:
    """Draw the total of the cells whose names end in `columns`, and what is left under the ceiling, where there is one."""
    over = " over" if ceiling is not None and total > ceiling else ""
    most = "" if ceiling is None else str(ceiling)
    return format_html(
        '<p class="total{}" data-sums="{}" data-ceiling="{}" data-currency="{}">{}</p>',
        over, " ".join(columns), most, currency, told(total, ceiling, currency),
    )  # fmt: skip


def told(total: int, ceiling: int | None, currency: str = "XOF") -> str:
    """Say the total, the ceiling, and what is left or too much."""
    if ceiling is None:
        return _("Total: %(total)s") % {"total": money(total, currency)}
    words = {"total": money(total, currency), "ceiling": money(ceiling, currency)}
    if total <= ceiling:
        return _("Total: %(total)s of %(ceiling)s. Left: %(left)s.") % {
            **words, "left": money(ceiling - total, currency),
        }  # fmt: skip
    return _("Total: %(total)s of %(ceiling)s. Too much: %(over)s.") % {
        **words, "over": money(total - ceiling, currency),
    }  # fmt: skip
