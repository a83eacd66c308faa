"""The browser's own calendar beside a date that is typed: a button, shown by `forms.js` where the browser has one."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from incubator.ui.icons import icon


def beside(control: SafeString, kind: str) -> SafeString:
    """Return a text input with its button; `kind` is that of the browser's input: date, month, datetime-local."""
    return format_html('<span class="affix">{}{}</span>', control, _button(kind, get_language() or ""))


@lru_cache(maxsize=8)
def _button(kind: str, _language: str) -> SafeString:
    words = gettext("Choose a month") if kind == "month" else gettext("Choose a day in a calendar")
    return format_html(
        '<button type="button" class="secondary pick" data-picks="{}" aria-label="{}" hidden>{}</button>',
        kind, words, icon("calendar"),
    )  # fmt: skip
