"""What the address of the office's list says: a view, filters, a search, an order, columns. A value nobody knows is
ignored, and said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from incubator.applications.states import State
from incubator.applications.worklist import flags
from incubator.applications.worklist.keyset import SORTS
from incubator.core import reading
from incubator.core.bilingual import pick
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.startups.models import Sector
from incubator.startups.states import Gender
from incubator.territory.models import Commune
from incubator.ui.typography import telephone

# The views of everybody, in their order: the states that each keeps, and the act that it is for.
VIEWS: dict[str, tuple[Promise, tuple[str, ...], str]] = {
    "todo": (gettext_lazy("To do"), (State.SUBMITTED,), "confirm_eligible"),
    "returned": (gettext_lazy("Returned"), (State.RETURNED,), ""),
    "eligible": (gettext_lazy("For the jury"), (State.ELIGIBLE,), "send_to_review"),
    "review": (gettext_lazy("With the jury"), (State.IN_REVIEW, State.SHORTLISTED), ""),
    "results": (
        gettext_lazy("Decided"),
        (State.INELIGIBLE, State.OFFERED, State.WAITING_LIST, State.DECLINED, State.ACCEPTED, State.REFUSED),
        "",
    ),
    "all": (pgettext_lazy("feminine", "All"), (), ""),
}
FIRST_VIEW = "todo"
# Keys of the address that narrow nothing.
OTHERS = ("view", "sort", "page", "after", "before", "cols", "saved", "lang")
LONGEST = 200
KEPT = 60
ELIGIBILITY = {"yes": True, "no": False, "unknown": None}
ELIGIBILITY_WORDS = {
    "yes": gettext_lazy("Meets the rules"),
    "no": gettext_lazy("Does not meet a rule"),
    "unknown": gettext_lazy("To check"),
}
Options = list[tuple[str, str]]
Lists = tuple[dict[int, tuple[str, str, str]], dict[int, tuple[str, str, str]]]


def lists() -> Lists:
    """Return by key the sectors (slug, French name, English name) and the communes (name, slug and name of the zone).

    Read at most once a minute; an empty country is not remembered.
    """
    found = cache.get("applications.lists")
    if not found:
        sectors = Sector.objects.values_list("pk", "slug", "name_fr", "name_en")
        zone = ("prefecture__zone__slug", "prefecture__zone__name")
        communes = Commune.objects.order_by().values_list("pk", "name", *zone)
        found = tuple({pk: tuple(row) for pk, *row in rows} for rows in (sectors, communes))
        if all(found):
            cache.set("applications.lists", found, KEPT)
    return found


@dataclass
class Known:
    """What the values of a filter are read with: who asks, for which calls (None inside one call), when."""

    person: User
    calls: Sequence[Call] | None
    at: datetime

    @cached_property
    def lists(self) -> Lists:
        return lists()

    @property
    def sectors(self) -> dict[int, tuple[str, str, str]]:
        return self.lists[0]

    @property
    def places(self) -> dict[int, tuple[str, str, str]]:
        return self.lists[1]


@dataclass(frozen=True)
class Facet:
    """One filter: its words, its values, what each keeps, and which column of the counts it reads."""

    label: Promise
    options: Callable[[Known], Options]
    condition: Callable[[str, Known], Q]
    column: str


def _states(known: Known) -> Options:
    return [(value, str(label)) for value, label in State.choices if value != State.DRAFT]


def _calls(known: Known) -> Options:
    return [(call.reference, call.reference) for call in known.calls or ()]


def _sectors(known: Known) -> Options:
    return [(slug, pick(fr, en).plain) for slug, fr, en in known.sectors.values()]


def _zones(known: Known) -> Options:
    return sorted({(slug, name) for _commune, slug, name in known.places.values()}, key=lambda zone: zone[1])


def _in_charge(value: str, known: Known) -> Q:
    if value in ("me", "nobody"):
        return Q(in_charge=known.person if value == "me" else None)
    return Q(in_charge__public_id=value)


FACETS: dict[str, Facet] = {
    "state": Facet(gettext_lazy("State"), _states, lambda value, known: Q(state=value), "state"),
    "call": Facet(
        gettext_lazy("Call"), _calls, lambda value, known: Q(call__reference=value), "call_id"
    ),
    "sector": Facet(
        gettext_lazy("Sector"), _sectors,
        lambda value, known: Q(sector__in=[pk for pk, row in known.sectors.items() if row[0] == value]), "sector_id",
    ),
    "zone": Facet(
        gettext_lazy("Zone"), _zones,
        lambda value, known: Q(commune__in=[pk for pk, row in known.places.items() if row[1] == value]), "commune_id",
    ),
    "gender": Facet(
        gettext_lazy("Lead"), lambda known: [(v, str(label)) for v, label in Gender.choices],
        lambda value, known: Q(lead_gender=value), "lead_gender",
    ),
    "eligibility": Facet(
        gettext_lazy("Eligibility"), lambda known: [(v, str(label)) for v, label in ELIGIBILITY_WORDS.items()],
        lambda value, known: Q(is_eligible=ELIGIBILITY[value]), "is_eligible",
    ),
    "charge": Facet(
        gettext_lazy("In charge"), lambda known: [("me", _("Me")), ("nobody", _("Nobody"))], _in_charge, "in_charge_id",
    ),
    "flag": Facet(
        gettext_lazy("Flag"), lambda known: [(v, str(label)) for v, label in flags.LABELS.items()],
        lambda value, known: flags.conditions(known.at)[value], "flags",
    ),
}  # fmt: skip


def _looked_for(typed: str) -> str:
    """Return what somebody looks for; a telephone as it is written in a file, whatever way it was typed."""
    words = reading.one_line(typed)
    return (
        telephone(reading.as_contact(words)) if words[-1:].isdigit() and reading.as_contact(words) else words
    )


@dataclass
class Chosen:
    """What was understood of an address. `ignored` holds a sentence for each value that was not."""

    known: Known
    values: dict[str, str] = field(default_factory=dict)
    q: str = ""
    view: str = FIRST_VIEW
    sort: str = ""
    ignored: list[str] = field(default_factory=list)

    @property
    def states(self) -> tuple[str, ...]:
        """The states kept by the view and by the filter of states; () for all, ("",) for none."""
        return self.states_in(self.view)

    def states_in(self, view: str) -> tuple[str, ...]:
        """The same for another view under the same filters."""
        of_view, wanted = VIEWS[view][1], self.values.get("state")
        if wanted is None:
            return of_view
        return (wanted,) if not of_view or wanted in of_view else ("",)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the view leaves files out."""
        return bool(self.values or self.q)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the view and a state leaves files out."""
        return not self.q and not self.values.keys() - {"state"}

    @property
    def key(self) -> str:
        """What names the rows that are counted: everything but the states."""
        narrowed = sorted((k, v) for k, v in self.values.items() if k != "state")
        return f"{narrowed} {self.q}"

    def narrowed(self, queryset: QuerySet) -> QuerySet:
        """Apply the search and every filter but that of the state."""
        for key, value in self.values.items():
            if key != "state":
                queryset = queryset.filter(FACETS[key].condition(value, self.known))
        return queryset.matching(self.q, self.known.person) if self.q else queryset

    def applied(self, queryset: QuerySet) -> QuerySet:
        """Apply the view, the search and every filter."""
        rows = self.narrowed(queryset)
        return rows.filter(state__in=self.states) if self.states else rows

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in force, for their removable labels: (key, value, words)."""
        found = [
            (key, value, f"{FACETS[key].label} – {self._words(key, value)}")
            for key, value in self.values.items()
        ]
        return [*found, *([("q", self.q, f"{_('Search')} – {self.q}")] if self.q else [])]

    def _words(self, key: str, value: str) -> str:
        words = dict(FACETS[key].options(self.known)).get(value)
        if words is None:  # a person in charge, named by a public id
            words = str(
                User.objects.filter(public_id=value).only("full_name", "email", "phone").first() or value
            )
        return words


def read(params: QueryDict, *, person: User, calls: Sequence[Call] | None, at: datetime) -> Chosen:
    """Understand an address. `calls` are those to choose from on the list of all, None on the list of one call."""
    chosen = Chosen(Known(person, calls, at))
    for key, values in params.lists():
        value = values[-1].strip()
        if not value:
            continue
        if key == "q":
            chosen.q = _looked_for(value[:LONGEST])
        elif key == "view" and value in VIEWS:
            chosen.view = value
        elif key == "sort" and value.removeprefix("-") in SORTS:
            chosen.sort = value
        elif key in FACETS and _is_known(key, value, chosen.known):
            chosen.values[key] = value
        elif key not in OTHERS or key in ("view", "sort"):
            chosen.ignored.append(_ignored(key, value))
    return chosen


def _is_known(key: str, value: str, known: Known) -> bool:
    if key == "call" and known.calls is None:
        return False
    if value in dict(FACETS[key].options(known)):
        return True
    return key == "charge" and len(value) == 10 and value.isalnum()


def _ignored(key: str, value: str) -> str:
    return _('The filter "%(key)s=%(value)s" is not known: it was ignored.') % {
        "key": key[:40],
        "value": value[:40],
    }
