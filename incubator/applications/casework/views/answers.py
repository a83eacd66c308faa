"""The answers of a file as HTML: drawn here, because fifty of them cost a template more than the rest of its page."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from incubator.applications.casework.dossier import Line, Part

NOTHING = "–"


def drawn(parts: Iterable[Part]) -> SafeString:
    """Return the parts of a sending, each a block that closes; a sensitive answer that is not shown says so."""
    hidden = f"<em>{escape(_('Sensitive answer'))}</em>"
    return mark_safe("".join([_part(part, hidden) for part in parts]))  # noqa: S308 - every text is escaped below


def _part(part: Part, hidden: str) -> str:
    lines = [
        f"<div><dt>{line.label.__html__()}</dt><dd>{hidden if line.hidden else _written(line)}</dd></div>"
        for line in part.lines
    ]
    return (
        f'<details class="part" open id="part_{escape(part.key)}"><summary>{part.title.__html__()}</summary>'
        f"<dl>{''.join(lines)}</dl></details>"
    )


def _written(line: Line) -> str:
    text = escape(line.text) if line.text else NOTHING
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
