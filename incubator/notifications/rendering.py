"""Turns the templates of a letter into its subject, text and HTML, in the reader's language."""

import re
from dataclasses import dataclass
from typing import Any

from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

# Line breaks and runs of blanks make one; a no-break space stays.
SPACES = re.compile(r"[ \t\r\n]+")

LENGTH_OF_SHORT = 480
PLAIN = "notifications/letters/plain.html"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in one language. `short` says only that something is new and where."""

    subject: str
    text: str
    html: str
    short: str


def render(letter: str, context: dict[str, Any], *, language: str, secret: bool) -> Rendered:
    """Render `<app_label>/<name>` from `<app_label>/letters/<name>/{subject.txt,body.txt,body.html}`.

    `body.html` may be absent (the text is then laid out), and so may `sms.txt` (the short message then says
    the subject, or the whole text of a secret one).
    """
    app, _slash, name = letter.partition("/")
    folder = f"{app}/letters/{name}"
    with translation.override(language):
        subject = SPACES.sub(" ", _text(f"{folder}/subject.txt", context)).strip()[:250]
        body = _text(f"{folder}/body.txt", context).strip()
        context = {**context, "subject": subject, "body": body, "secret": secret}
        footer = _text("notifications/letters/footer.txt", context).strip()
        return Rendered(
            subject=subject,
            text=f"{body}\n\n-- \n{footer}\n",
            html="" if secret else _html([f"{folder}/body.html", PLAIN], context),
            short=_short(folder, context, secret)[:LENGTH_OF_SHORT],
        )


def secret_html(subject: str, text: str, *, language: str) -> str:
    """Lay out the text of a secret message at the moment it leaves: its HTML is never stored."""
    with translation.override(language):
        context = {"subject": subject, "body": text.partition("\n\n-- \n")[0], "secret": True}
        return _html([PLAIN], context)


def _short(folder: str, context: dict[str, Any], secret: bool) -> str:
    try:
        return _text(f"{folder}/sms.txt", context).strip()
    except TemplateDoesNotExist:
        return context["body"] if secret else _text("notifications/letters/sms.txt", context).strip()


def _text(name: str, context: dict[str, Any]) -> str:
    # Plain text: an apostrophe must stay an apostrophe.
    return get_template(name).template.render(Context(context, autoescape=False))


def _html(names: list[str], context: dict[str, Any]) -> str:
    for name in names[:-1]:
        try:
            return get_template(name).template.render(Context(context))
        except TemplateDoesNotExist as error:
            if error.args[0] != name:
                raise
    return get_template(names[-1]).template.render(Context(context))
