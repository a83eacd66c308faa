"""What the jury made of one file, for its page at the desk."""

from typing import Any

from django import template
from django.db.models import Prefetch
from django.template import Context

from incubator.applications.models import Application
from incubator.reviews import policies
from incubator.reviews.models import Assignment, Score
from incubator.reviews.states import LIFECYCLE, AssignmentState
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
