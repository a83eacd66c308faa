"""Turns the templates of a letter into its subject and texts, and a stored text into the HTML that leaves."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incubator.notifications import links
from incubator.notifications.models import Message
from incubator.territory.models import Centre
from incubator.ui import typography

# Runs of blanks, and all that ends a line somewhere (the e-mail library ends one at a form feed or a separator too), make
# one blank; a no-break space stays.
SPACES = re.compile(r"[ \x00-\x1f\x7f\x85\u2028\u2029]+")

LENGTH_OF_SHORT = 480
# Between what a letter says and the footer of every letter, as mail programs know it.
SIGNATURE = "\n\n-- \n"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in one language. `short` says only that something is new and where."""

    subject: str
    text: str
    short: str


def render(letter: str, context: dict[str, Any], *, language: str, secret: bool) -> Rendered:
    """Render `<app_label>/<name>` from `<app_label>/letters/<name>/{subject.txt,body.txt,sms.txt}`.

    `sms.txt` may be absent: the short message then says the subject, or the whole text of a secret one. The HTML is
    laid out when the letter leaves (`laid_out`).
    """
    app, _slash, name = letter.partition("/")
    folder = f"{app}/letters/{name}"
    with translation.override(language):
        subject = subject_line(_text(f"{folder}/subject.txt", context))
        body = _text(f"{folder}/body.txt", context).strip()
        context = {**context, "subject": subject, "body": body, "secret": secret}
        footer = _footer(context["centre"], context["base_url"], secret=secret)
        return Rendered(
            subject=subject,
            text=f"{body}{SIGNATURE}{footer}\n",
            short=_short(folder, context, secret)[:LENGTH_OF_SHORT],
        )


def subject_line(text: str) -> str:
    """Return a subject as one line: nothing in it begins a header."""
    return SPACES.sub(" ", text).strip()[:250]


def laid_out(message: Message, text: str) -> str:
    """Lay out the text of a letter in HTML, in its language, at the moment it leaves: its HTML is never stored.

    `text` is what `render` made of it; a secret one names no centre and links to nothing but what it says.
    """
    with translation.override(message.language):
        context = {
            "subject": message.subject, "body": links.linked(text.rpartition(SIGNATURE)[0]),
            "why": _why(secret=message.is_secret), "never": _never(), "base_url": settings.BASE_URL,
            "centre": None if message.is_secret else message.centre,
        }  # fmt: skip
        return get_template("notifications/letters/mail.html").template.render(Context(context))


def _footer(centre: Centre | None, base_url: str, *, secret: bool) -> str:
    sender = (centre.name.plain, typography.telephone(centre.phone)) if centre else ()
    return f"{_why(secret=secret)}\n{_never()}\n{' · '.join(part for part in (*sender, base_url) if part)}"


def _why(*, secret: bool) -> str:
    if secret:
        return _(
            "You receive this message because somebody typed this address to sign in. If it was not you, do nothing."
        )
    return _("You receive this message because of a file or a start-up you follow at the centre.")


def _never() -> str:
    return _("The centre never asks for money, a password or a code by telephone or by message.")


def _short(folder: str, context: dict[str, Any], secret: bool) -> str:
    try:
        return _text(f"{folder}/sms.txt", context).strip()
    except TemplateDoesNotExist:
        return context["body"] if secret else _announced(**context)


def _announced(*, subject: str, centre: Centre | None, base_url: str, **_others: Any) -> str:
    sender = centre.name.plain if centre else "Pépinière"
    colon = pgettext("after a sender's name", ":")
    where = _("Read it in your space: %(base_url)s/portal/letters/") % {"base_url": base_url}
    return f"{sender}{colon} {subject}. {where}"


def _text(name: str, context: dict[str, Any]) -> str:
    # Plain text: an apostrophe must stay an apostrophe.
    text = get_template(name).template.render(Context(context, autoescape=False))
    text = typography.french_marks(text) if translation.get_language() == "fr" else text
    return links.quiet(text, keep=context.get("links_of_the_desk", ()))
