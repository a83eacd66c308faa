"""The log of everything that was done: read by administrators, changed by nobody."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.lists.desk_list import Column, DeskList
from incubator.lists.filters import ALL, ListFilter, SearchFilter, SinceFilter, UntilFilter
from incubator.people.states import Role
from incubator.workflow.lifecycle import LIFECYCLES
from incubator.workflow.models import Event
from incubator.workflow.wording import WORDS, verb_in_words

SYSTEM = pgettext_lazy("actor", "The system")


def acts() -> list[tuple[str, str]]:
    """Return every verb of the audit with its words, in their order."""
    moves = (f"{record}.{move}" for record, lifecycle in LIFECYCLES.items() for move in lifecycle.moves)
    return sorted(((verb, verb_in_words(verb)) for verb in {*WORDS, *moves}), key=lambda act: act[1])


class AuditFilter(ListFilter):
    """The act, who, to what, and when."""

    facets = {"act": "verb"}

    q = SearchFilter("subject_ref", "actor__full_name", "actor__email")
    act = django_filters.ChoiceFilter(label=_("Act"), field_name="verb", choices=acts, empty_label=ALL)
    since = SinceFilter(label=_("Since"), field_name="at")
    until = UntilFilter(label=_("Until"), field_name="at")


class AuditList(DeskList):
    """What was done, by whom, to what, the last first."""

    name, title, roles = "audit", _("Audit log"), (Role.ADMIN,)
    filter_class, ordering, row_key = AuditFilter, ("-at",), "pk"
    keeps_counts = 30
    columns = (
        Column("at", _("When"), lambda row: row.at, sort="at"),
        Column("act", _("Act"), lambda row: verb_in_words(row.verb), sort="verb"),
        Column("subject", _("Reference"), lambda row: row.subject_ref, sort="subject_ref"),
        Column(
            "actor",
            pgettext_lazy("actor", "By"),
            lambda row: str(row.actor) if row.actor else SYSTEM,
            sort="actor__full_name",
        ),
    )
    search_label = _("Search: reference, name or address of the person")
    nothing = _("Nothing was done yet. Each act writes a line here, and none can be changed.")

    def rows(self) -> QuerySet[Event]:
        return Event.objects.visible_to(self.person).select_related("actor")
