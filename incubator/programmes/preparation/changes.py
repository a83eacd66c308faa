"""Changes what a call in preparation consists of: its dates, its words, the rows of its parts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.programmes import forming
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.workflow import audit, deciding, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

ROWS = "rows"
DATES = (
    "opens_at", "closes_at", "is_rolling", "grace_minutes", "places", "shortlist_size", "waiting_list_size",
    "by_invitation", "earlier",
)  # fmt: skip
DECIDING = (
    "is_blind", "reviews_per_application", "third_review_gap", "score_scale", "pass_mark_percent", "tie_break",
    "award_amount",
)  # fmt: skip
WORDS = ("title_fr", "title_en", "summary_fr", "summary_en", "sections", "contact", "retention")


class NotInPreparation(Refused):
    """The call has left preparation: what people may have read no longer changes."""

    code = "not_in_preparation"
    default = _("This call is no longer in preparation. Send it back to preparation to change it.")


class WindowsOverlap(Refused):
    """Two windows run at the same time."""

    code = "windows_overlap"
    default = _("Two windows overlap: each opens after the one before it has closed.")


def change_dates(call: Call, *, by: Actor, at: datetime, read: Read | None = None, **values: Any) -> Call:
    """Set the opening, the closing, the grace and the places; the calendar's opening and closing follow."""
    with _in_preparation(call, by, at) as draft:
        _set(draft, DATES, values, read)
        _follow_windows(draft)
        for kind, moment in (("open", draft.opens_at), ("close", draft.closes_at)):
            draft.calendar.filter(kind=kind).update(starts_at=moment)
        audit.record("call.edit", draft, by=by, at=at, part="dates")
    return draft


def change_deciding(call: Call, *, by: Actor, at: datetime, read: Read | None = None, **values: Any) -> Call:
    """Set the rules that decide: how the jury reads and scores, pass mark, ties, the most for one start-up.

    They may disagree with one another until the call is proposed: the checklist says what does.
    """
    with _in_preparation(call, by, at) as draft:
        _set(draft, DECIDING, values, read)
        audit.record("call.edit", draft, by=by, at=at, part="deciding")
    return draft


def change_words(call: Call, *, by: Actor, at: datetime, read: Read | None = None, **values: Any) -> Call:
    """Set the titles, summaries, sections, contact and keeping periods of the call."""
    with _in_preparation(call, by, at) as draft:
        _set(draft, WORDS, values, read)
        audit.record("call.edit", draft, by=by, at=at, part="text")
    return draft


def change_part(
    call: Call,
    part: str,
    save: Callable[[], list[models.Model]],
    *,
    rows: Callable[[], list[dict[str, Any]]] = list,
    read: Read | None = None,
    by: Actor,
    at: datetime,
) -> Call:
    """Save the rows of a part (rules, criteria, documents…): `save` writes them inside the transaction.

    The documents are also part of the form: a change of them makes its next version.
    """
    with _in_preparation(call, by, at) as draft:
        # The rows are one thing: who saved them meanwhile is not written over without a choice.
        if not versions.merged({ROWS: part}, {ROWS: rows()}, read):
            return draft
        save()
        audit.record("call.edit", draft, by=by, at=at, part=part)
        if part == "windows":
            _follow_windows(draft)
        if part == "documents" and draft.form_version:
            held = [document.as_definition() for document in draft.documents.all()]
            forming.publish_form(draft, draft.form_version.definition | {"documents": held}, by=by, at=at)
    return draft


def _follow_windows(draft: Call) -> None:
    """The first opening and the last closing stand on the call; a single window is the call's own two instants."""
    rows = list(draft.windows.order_by("opens_at"))
    if any(after.opens_at < before.closes_at for before, after in pairwise(rows)):
        raise WindowsOverlap
    draft.several_windows = len(rows) > 1
    if rows:
        draft.opens_at, draft.closes_at = rows[0].opens_at, rows[-1].closes_at
        for kind, moment in (("open", draft.opens_at), ("close", draft.closes_at)):
            draft.calendar.filter(kind=kind).update(starts_at=moment)
    if len(rows) == 1:
        draft.windows.all().delete()


@contextmanager
def _in_preparation(call: Call, by: Actor, at: datetime) -> Iterator[Call]:
    """Lock the call, ask the policy, refuse unless it is a draft; save it at the end."""
    with acting(by):
        deciding.require("call.edit", by, call, at)
        draft = Call.objects.select_for_update().get(pk=call.pk)
        if draft.state != CallState.DRAFT:
            raise NotInPreparation
        yield draft
        draft.save()


def _set(call: Call, names: tuple[str, ...], values: dict[str, Any], read: Read | None = None) -> None:
    """Set what its writer changed; raise ChangedMeanwhile where somebody else changed the same."""
    unknown = set(values) - set(names)
    if unknown:
        raise TypeError(f"Not to be changed here: {', '.join(sorted(unknown))}")
    now = {name: getattr(call, name) for name in values}
    for name, value in versions.merged(values, now, read).items():
        setattr(call, name, value)
