"""The components, as template tags: `{% load ui %}`. README.md in this slice shows each by example."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from incubator.ui import badges, fields, marks, steppers, tables, typography
from incubator.ui.icons import icon
from incubator.ui.words import words

register = template.Library()
register.simple_tag(icon, name="icon")
register.simple_tag(fields.render_field, name="field")
register.simple_tag(words, name="words")
ALERT_ICONS = {"info": "info", "success": "check", "warning": "alert", "error": "alert"}
CHECK_ICONS = {
    "done": "check",
    "waiting": "clock",
    "blocked": "lock",
    "missing": "alert",
    "todo": "arrow-right",
}


def component(name: str, **options: Any) -> Any:
    """Register an inclusion tag drawn by templates/ui/components/<name>.html."""
    return register.inclusion_tag(f"ui/components/{name}.html", name=name, **options)


@register.simple_tag
def badge(state: str, text: object = "") -> SafeString:
    """A state: its colour and its word."""
    return format_html('<span class="badge {}">{}</span>', badges.tone(str(state)), text or state)


@register.filter
def spaced(text: object) -> str:
    """French no-break spaces, for texts that come from data."""
    return typography.nbsp(str(text))


@component("state_sentence")
def state_sentence(text: str, next: str = "", date: object = None, holder: str = "", state: str = "") -> dict:
    """The sentence under the title: where the file stands, the next step, its date, who holds it."""
    return {
        "text": text,
        "next": next,
        "date": typography.written(date),
        "holder": holder,
        "tone": badges.tone(state),
        "icon": badges.TONE_ICONS[badges.tone(state)],
    }


@register.simple_block_tag
def page_header(
    content: str, title: str, eyebrow: str = "", lead: str = "", state: str = "", word: str = ""
) -> SafeString:
    """Title of a page with its reference above, its badge beside and its links (the block's content)."""
    top = format_html('<p class="eyebrow">{}</p>', eyebrow) if eyebrow else ""
    mark = badge(state, word) if state else ""
    below = format_html('<p class="lead">{}</p>', typography.nbsp(str(lead))) if lead else ""
    acts = format_html('<div class="acts">{}</div>', content) if content.strip() else ""
    return format_html(
        '<header class="page-head"><div>{}<h1>{} {}</h1>{}</div>{}</header>', top, title, mark, below, acts
    )


@register.simple_block_tag
def card(
    content: str, title: str = "", tone: str = "", icon_name: str = "", url: str = "", level: int = 2
) -> SafeString:
    """A panel with an optional title; `tone` is plain, soft, accent, or a badge tone for its edge."""
    words = format_html('<a href="{}">{}</a>', url, title) if url else title
    mark = icon(icon_name) if icon_name else ""
    head = format_html("<h{}>{}{}</h{}>", level, mark, words, level) if title else ""
    return format_html('<section class="card {}">{}{}</section>', tone, head, content)


@register.simple_block_tag
def alert(content: str, level: str = "info", title: str = "") -> SafeString:
    """A message of the page: info, success, warning or error, always with its icon and words."""
    head = format_html("<strong>{}</strong>", title) if title else ""
    role = "alert" if level == "error" else "note"
    return format_html(
        '<div class="alert {}" role="{}">{}<div>{}{}</div></div>',
        level,
        role,
        icon(ALERT_ICONS[level]),
        head,
        content,
    )


@register.simple_block_tag
def more(content: str, summary: str, icon_name: str = "", open: bool = False) -> SafeString:
    """A block closed by default."""
    mark = icon(icon_name) if icon_name else ""
    return format_html(
        '<details class="more"{}><summary>{}{}</summary><div>{}</div></details>',
        " open" if open else "", mark, summary, content,
    )  # fmt: skip


@register.simple_block_tag
def action_bar(content: str) -> SafeString:
    """The primary button and its neighbours: in line on a desk, stuck to the foot on a phone."""
    return format_html('<div class="action-bar">{}</div>', content)


@register.simple_tag
def on_enter(name: str = "", value: str = "", nothing: bool = False) -> SafeString:
    """What the Enter key presses in a form of several buttons: right after the token of the form, seen by nobody.

    `{% on_enter %}` saves as a button without a name does; `{% on_enter "then" "save" %}` posts that pair;
    `{% on_enter nothing=True %}` leaves the key without effect, where every button of the form is an act.
    """
    given = {"name": name, "value": value} if name else {}
    given |= {"disabled": True} if nothing else {}
    return format_html(
        '<button class="quiet on-enter" tabindex="-1" aria-hidden="true"{}></button>', flatatt(given)
    )


@register.simple_block_tag
def confirmation(
    content: str, title: str, code: str = "", at: datetime | None = None, help: str = ""
) -> SafeString:
    """The page after an act: what happened, the code in large type, the date to the second."""
    large = format_html('<p class="big-code">{}</p>', code) if code else ""
    when = format_html("<p>{}</p>", typography.exact_moment(at)) if at else ""
    hint = format_html('<p class="hint">{}</p>', help) if help else ""
    return format_html(
        '<section class="confirmation">{}<h1>{}</h1>{}{}{}{}</section>',
        icon("check"),
        title,
        large,
        when,
        hint,
        content,
    )


@register.simple_tag
def stepper(steps: Sequence[dict], current: int) -> SafeString:
    """ "Step 3 of 8" and, closed, every step: {label, url, state: done|todo|missing, missing: words}."""
    return steppers.drawn(steps, current)


@component("timeline")
def timeline(entries: Iterable[dict], open: bool = False) -> dict:
    """History, closed by default: {at, who, what, note}."""
    return {"entries": list(entries), "open": open}


@component("progress_bar")
def progress_bar(value: int, maximum: int, label: str, text: str = "") -> dict:
    """A share done, with its words."""
    share = round(100 * min(value / maximum, 1)) if maximum else 0
    told = text or f"{typography.number(value)} / {typography.number(maximum)}"
    return {"share": share, "label": label, "text": told}


@component("facts")
def facts(rows: Iterable[Sequence], compact: bool = False) -> dict:
    """A list of (label, value) pairs; rows without a value are left out."""
    return {"rows": [row for row in rows if row[1] not in (None, "")], "compact": compact}


@component("tiles")
def tiles(items: Iterable[dict]) -> dict:
    """Figures that link: {value, label, url, note, tone}."""
    return {"items": list(items)}


@component("file_link")
def file_link(url: str, name: str, kind: str = "", size: int | None = None) -> dict:
    """A link to a file with its type and size."""
    told = ", ".join(part for part in (kind, typography.filesize(size) if size else "") if part)
    return {"url": url, "name": name, "told": told}


@component("tabs")
def tabs(items: Iterable[dict], label: str) -> dict:
    """Views of one place, as links: {label, url, current, count}."""
    return {"items": list(items), "label": label}


@component("search_box", takes_context=True)
def search_box(
    context: Context, label: str, name: str = "q", action: str = "", placeholder: str = ""
) -> dict:
    """A search that keeps the other filters of the address."""
    params = context["request"].GET
    kept = [
        (key, value)
        for key in params
        for value in params.getlist(key)
        if key not in (name, "page", "after", "before")
    ]
    return {"label": label, "name": name, "value": params.get(name, ""), "kept": kept, "action": action,
            "placeholder": placeholder}  # fmt: skip


@register.simple_tag
def in_language(text: str, lang: str) -> SafeString:
    """A text in another language than the page's says so to screen readers."""
    if not text or (get_language() or "fr").startswith(lang):
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', lang, text)


@component("rating")
def rating(name: str, legend: str, value: int | None = None, words: Sequence[str] = (), maximum: int = 5,
           help: str = "", error: str = "") -> dict:  # fmt: skip
    """A score as large buttons 0 to 5, each with its word; nothing is chosen until someone chooses."""
    steps = [(n, words[n] if n < len(words) else "", str(n) == str(value)) for n in range(maximum + 1)]
    return {"name": name, "legend": legend, "steps": steps, "help": help, "error": error}


@component("checklist")
def checklist(items: Iterable[dict]) -> dict:
    """Things to meet: {label, state: done|todo|waiting|missing|blocked, word, url, note}."""
    return {"items": [{**item, "icon": CHECK_ICONS[item["state"]]} for item in items]}


@component("empty_state")
def empty_state(text: str, action: str = "", url: str = "", icon_name: str = "leaf") -> dict:
    """Nothing here: what will be here, and the way on."""
    return {"text": text, "action": action, "url": url, "icon_name": icon_name}


@component("action_form", takes_context=True)
def action_form(
    context: Context, url: str, label: str, style: str = "", icon_name: str = "", **hidden: Any
) -> dict:
    """One act: a POST to an address with one button. Further keywords are sent as hidden values.

    Raises ValueError without an address: the form would post to its own page, and nothing would happen.
    """
    if not url:
        raise ValueError(f"The act “{label}” has no address.")
    return {"url": url, "label": label, "style": style, "icon_name": icon_name, "hidden": hidden,
            "csrf_token": context.get("csrf_token")}  # fmt: skip


@component("form_errors")
def form_errors(*forms: BaseForm) -> dict:
    """One summary at the top: how many answers to complete, each linked to its field."""
    return {"lines": [line for form in forms if form is not None for line in fields.summary(form)]}


@register.simple_tag(name="fields")
def all_fields(form: BaseForm, told: bool = True) -> SafeString:
    """Every field of a form, in order (the summary of errors is form_errors).

    What must be filled in is said once above them, unless `told` is False: a row of several.
    """
    first = marks.mark(form) if told else ""
    drawn = (fields.render_field(form[name]) for name in form.fields)
    return format_html("{}" * (1 + len(form.fields)), first, *drawn)


@component("formset")
def formset(formset: Any, label: str = "") -> dict:
    """Rows of a formset, each a small panel."""
    return {"formset": formset, "label": label}


@component("table_head", takes_context=True)
def table_head(context: Context, columns: Iterable[tables.Column], ticks: bool = False) -> dict:
    """Head of a list: sorting links that keep the filters."""
    return {"heads": tables.headings(columns, context["request"].GET), "ticks": ticks}


@component("active_filters", takes_context=True)
def active_filters(context: Context, active: Iterable[Sequence[str]]) -> dict:
    """Filters in force as labels that remove themselves: (key, value, words)."""
    params = context["request"].GET
    return {"labels": [(words, tables.without(params, key, value)) for key, value, words in active]}


@component("pagination", takes_context=True)
def pagination(context: Context, page: Page) -> dict:
    """Pages of a list; links keep the query."""
    return {"page": page, **tables.page_bar(page, context["request"].GET)}


@component("deadline")
def deadline(closes_at: datetime, at: datetime, label: str = "", before: datetime | None = None) -> dict:
    """A closing instant with the time left, written by the server; `before` is struck through."""
    left = typography.time_left(closes_at, at)
    return {"closes_at": closes_at, "left": left, "label": label, "before": before}
