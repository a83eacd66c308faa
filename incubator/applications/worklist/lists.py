"""The office's lists of applications: those of all calls, and those of one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.worklist import bulk, flags
from incubator.applications.worklist.filters import (
    ELIGIBILITY,
    ELIGIBILITY_WORDS,
    ApplicationFilter,
    Lists,
    lists,
)
from incubator.core.bilingual import pick
from incubator.core.money import Money
from incubator.lists.cells import Above, Badge, Link, Many
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.startups.states import Gender
from incubator.ui import tables

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
DECIDED = (State.INELIGIBLE, State.OFFERED, State.WAITING_LIST, State.DECLINED, State.ACCEPTED, State.REFUSED)
# The views of everybody, in their order, and the act that each is for.
TABS = {
    "todo": Tab(gettext_lazy("To do"), Q(state=State.SUBMITTED)),
    "returned": Tab(gettext_lazy("Returned"), Q(state=State.RETURNED)),
    "eligible": Tab(gettext_lazy("For the jury"), Q(state=State.ELIGIBLE)),
    "review": Tab(gettext_lazy("With the jury"), Q(state__in=(State.IN_REVIEW, State.SHORTLISTED))),
    "results": Tab(gettext_lazy("Decided"), Q(state__in=DECIDED)),
    "all": Tab(pgettext_lazy("feminine", "All")),
}
ACT_OF_TAB = {"todo": "confirm_eligible", "eligible": "send_to_review"}
WORDS_OF_A_PITCH = 16
ELIGIBILITY_OF = {value: ELIGIBILITY_WORDS[key] for key, value in ELIGIBILITY.items()}


def _startup(row: dict) -> object:
    words = row["pitch"].split(maxsplit=WORDS_OF_A_PITCH)
    pitch = " ".join(words[:WORDS_OF_A_PITCH]) + ("…" if len(words) > WORDS_OF_A_PITCH else "")
    return Above(row["startup_name"] or row["startup__name"], pitch)


def _charge(row: dict) -> str:
    return row["in_charge__full_name"] or row["in_charge__email"] or row["in_charge__phone"] or ""


def _amount(row: dict) -> Money | None:
    return None if row["requested_amount"] is None else Money(row["requested_amount"])


def _flags(row: dict) -> Many:
    return Many(tuple(Badge(flags.TONES[name], flags.LABELS[name]) for name in flags.read(row["flags"])))


CHARGE = ("in_charge__full_name", "in_charge__email", "in_charge__phone")
STARTUP = ("startup_name", "startup__name", "pitch")
COLUMNS = (
    Column("reference", gettext_lazy("Reference"), lambda row: Link(row["reference"], row["address"]),
           reads=("reference",), sort="reference"),
    Column("startup", gettext_lazy("Start-up"), _startup, reads=STARTUP, sort="startup_name"),
    Column("call", gettext_lazy("Call"), lambda row: row["call__reference"], reads=("call__reference",), is_usual=False),
    Column("sector", gettext_lazy("Sector"), lambda row: row["sector"], reads=("sector_id",), is_usual=False),
    Column("zone", gettext_lazy("Zone"), lambda row: row["place"][2], reads=("commune_id",), on_phone=False),
    Column("commune", gettext_lazy("Commune"), lambda row: row["place"][0], reads=("commune_id",), is_usual=False),
    Column("gender", gettext_lazy("Lead"), lambda row: dict(Gender.choices).get(row["lead_gender"], row["lead_gender"]),
           reads=("lead_gender",), is_usual=False),
    Column("state", gettext_lazy("State"), lambda row: Many((Badge(row["state"], State(row["state"]).label),)),
           reads=("state",)),
    Column("eligibility", gettext_lazy("Rules of the call"), lambda row: ELIGIBILITY_OF[row["is_eligible"]],
           reads=("is_eligible",), on_phone=False),
    Column("charge", gettext_lazy("In charge"), _charge, reads=CHARGE),
    Column("flags", gettext_lazy("Flags"), _flags, reads=("flags",)),
    Column("amount", gettext_lazy("Amount asked"), _amount,
           reads=("requested_amount",), numeric=True, is_usual=False),
    Column("sent", gettext_lazy("Sent"), lambda row: row["submitted_at"], reads=("submitted_at",), sort="submitted_at",
           is_usual=False),
    Column("changed", gettext_lazy("Last change"), lambda row: row["changed_at"], reads=("changed_at",),
           sort="changed_at"),
)  # fmt: skip


class ApplicationList(DeskList):
    """The files that were sent: of one call (`reference`), or of all but the practice calls."""

    name, title, roles = "applications", gettext_lazy("Applications"), DESK
    tabs, filter_class, ordering = TABS, ApplicationFilter, ("submitted_at",)
    ticks, keeps_counts, reads_values, exports = True, 30, True, False
    search_label = gettext_lazy("Search: name, words, reference")
    nothing = gettext_lazy("Nothing here for now. Applications appear once their team has sent them.")
    template_name = "applications/worklist/list.html"

    @cached_property
    def call(self) -> Call | None:
        """The call whose list it is. Raises Http404 for one that the reader does not see."""
        reference = self.path.get("reference")
        if reference is None:
            return None
        call = Call.objects.visible_to(self.person).filter(reference=reference).first()
        if call is None:
            raise Http404
        return call

    @cached_property
    def calls(self) -> list[Any]:
        """The calls to choose from, each with `pk` and `reference`."""
        if self.call is not None:
            return [self.call]
        calls = Call.objects.visible_to(self.person).counted()
        return list(calls.values_list("pk", "reference", named=True))

    @cached_property
    def lists(self) -> Lists:
        """The sectors and the communes, by key."""
        return lists()

    @property
    def place(self) -> str:
        return self.path.get("reference", "")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Inside a call, not its name."""
        return tuple(column for column in COLUMNS if self.call is None or column.key != "call")

    def rows(self) -> QuerySet[Application]:
        return Application.objects.at_the_desk_of(self.person, calls=[call.pk for call in self.calls])

    def values(self, rows: QuerySet, columns: Sequence[Column]) -> QuerySet:
        if any(column.key == "flags" for column in columns):
            rows = rows.annotate(flags=flags.mask(self.at))
        return super().values(rows, columns)

    def prepared(self, rows: list[dict]) -> list[dict]:
        sectors, places = self.lists
        address = reverse("applications:desk_file", args=["-"])
        for row in rows:
            row["address"] = address.replace("-", row["public_id"])
            _slug, *names = sectors.get(row.get("sector_id"), ("", "", ""))
            row["sector"] = pick(*names)
            row["place"] = places.get(row.get("commune_id"), ("", "", ""))
        return rows

    def context(self, request: HttpRequest) -> dict[str, Any]:
        first = ACT_OF_TAB.get(self.tab, "")
        return {
            "call": self.call,
            "may_import": self.call is not None and self.person.has_role(Role.OFFICER, at=self.at),
            "first_act": first,
            "acts": _acts(first),
            "export": tables.query(request.GET, call=self.place or request.GET.get("call")),
        }


def _acts(first: str) -> list[tuple[str, object]]:
    """The act that the view is for, then the others, then to write."""
    names = sorted(bulk.ACTS, key=lambda name: name != (first or "take_charge"))
    acts = [(name, bulk.ACTS[name].label) for name in names]
    return [*acts, ("write", _("Write to these people")), ("export", _("Export"))]
