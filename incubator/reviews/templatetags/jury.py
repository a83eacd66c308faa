"""What the jury made of one file, for its page at the desk; a juror's own files, line by line."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Prefetch
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incubator.applications.models import Application
from incubator.reviews import policies
from incubator.reviews.models import Assignment, Round, Score
from incubator.reviews.states import LIFECYCLE, AssignmentState
from incubator.ui import typography
from incubator.workflow import deciding

register = template.Library()


@register.inclusion_tag("reviews/desk/reviews_of_file.html", takes_context=True)
def reviews_of(context: Context, application: Application) -> dict[str, Any]:
    """The reviews of a file: who, the total, the scores and comments, and what the office may do with each."""
    request = context["request"]
    given = (
        Assignment.objects.filter(application=application)
        .with_link()
        .with_links_declared()
        .select_related("juror", "round", "application")
        .prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))
        .order_by("round", "juror__full_name")
    )
    at, user = request.received_at, request.user
    # The link to the start-up is that of the reader: it is asked about once.
    may = bool(given) and deciding.decide("review.assign", user, given[0], at).allowed
    rows = [
        {
            "given": each,
            "word": AssignmentState(each.state).label,
            "scores": each.scores.all() if each.state == AssignmentState.SUBMITTED else [],
            "may_reopen": may
            and LIFECYCLE.is_legal(each, "reopen")
            and policies.open_and_declared(each, at).allowed,
            "may_recuse": may and LIFECYCLE.is_legal(each, "recuse"),
        }
        for each in given
    ]
    return {"rows": rows, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def file_lines(files: Iterable[Assignment], round: Round) -> SafeString:
    """Draw files of a juror's list, each with its mark: a template would cost more for thirty of them than their page."""
    # Their addresses differ by the number alone.
    before, _number, after = reverse("reviews:file", args=[round.public_id, 0]).rpartition("0")
    words = _("File %(n)s")
    lines = (
        (f"{before}{given.number}{after}", words % {"n": given.number}, given.reference, _mark(given))
        for given in files
    )
    return format_html_join("", '<li><a href="{}">{} · {}</a>{}</li>', lines)


def _mark(given: Assignment) -> str:
    return "" if given.total is None else f" – {typography.number(given.total)}/100"
