"""A list of the desk is a class: whose rows, which tabs, filters and columns. The rest is written here, once.

A slice declares its lists in `lists.py`:

    class ExpenseList(DeskList):
        name, title, roles = "expenses", _("Expenses"), READERS
        tabs = {"to_read": Tab(_("To read"), Q(state=ExpenseState.DECLARED)), "all": Tab(_("All"))}
        filter_class = ExpenseFilter
        ordering = ("declared_at",)
        columns = (Column("label", _("Expense"), lambda expense: expense.label), …)

        def rows(self):
            return Expense.objects.visible_to(self.person).select_related("tranche__award__startup")

and shows it with `path("desk/money/expenses/", page_of(ExpenseList), name="expenses")`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from incubator.lists import counting, keyset, saved_views
from incubator.lists.filters import ListFilter
from incubator.people.models import User

# Keys of an address that are none of the filters.
PLACES = ("page", "after", "before", "cols", "saved", "lang")


@dataclass(frozen=True)
class Tab:
    """A view of everybody: its word, and the rows it keeps: by a condition, or those that a function finds for the
    list as it is asked for; all, without either.
    """

    label: str | Promise
    keeps: Q | Callable[[Any], QuerySet] = field(default_factory=Q)
    nothing: str | Promise = ""  # what is said where it keeps nothing
    ordering: tuple[str, ...] = ()  # where it is not that of the list

    def condition(self, listing: "DeskList") -> Q:
        """Return what the tab keeps for this reader at this instant."""
        return (
            self.keeps if isinstance(self.keeps, Q) else Q(pk__in=self.keeps(listing).order_by().values("pk"))
        )


@dataclass(frozen=True)
class Column:
    """A column: its key in the address, its words, the value it shows of a row.

    A value is a text, a number, a day, an instant or one of `cells`; `template` draws `value` where only a page has
    it (buttons). `sort` names the columns of the database that it sorts by. `reads` names what it needs where rows are
    read as values.
    """

    key: str
    label: str | Promise
    value: Callable[[Any], Any]
    sort: str | tuple[str, ...] = ()
    numeric: bool = False
    on_phone: bool = True
    is_usual: bool = True
    reads: tuple[str, ...] = ()
    template: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        """The columns of the database that it sorts by."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True)
class Counts:
    """How many rows there are: `all` without any filter, by tab under the filters, by facet in the tab shown."""

    all: int
    tabs: Mapping[str, int]
    facets: Mapping[str, Counter]


class DeskList:
    """A list as one person asks for it: `params` is the query of its address, keywords are the parts of its path."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    roles: ClassVar[Sequence[str]]
    columns: Sequence[Column] = ()
    filter_class: type[ListFilter] | None = None
    tabs: Mapping[str, Tab] = {}
    tab_key = "view"  # the key of the address that names the tab
    drops_empty_tabs = False  # whether tabs without a row are left out
    ordering: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()  # keys of the address that the page of this list reads besides
    row_key = "public_id"
    per_page = 50
    ticks = False  # whether each row begins with a box, for acts on many
    keeps_counts = 0  # seconds that what stands around the rows may be old
    reads_values = False  # rows are dictionaries of what the columns read, not records
    lead: str | Promise = ""  # what the head of the page says instead of how many rows there are
    search_label: str | Promise = _("Search")
    nothing: str | Promise = _("Nothing here for now.")
    exports = True  # whether the engine's own export is offered
    template_name = "lists/list.html"

    def __init__(self, person: User, at: datetime, params: QueryDict, **path: str) -> None:
        self.person, self.at, self.params, self.path = person, at, params, path

    @classmethod
    def of(cls, request: HttpRequest, **path: str) -> "DeskList":
        """Return the list that a request asks for."""
        return cls(request.user, request.received_at, request.GET, **path)

    # What a list says of itself.

    def rows(self) -> QuerySet:
        """Return every row that the reader may see in this list."""
        raise NotImplementedError

    def prepared(self, rows: list[Any]) -> list[Any]:
        """Return the rows of a page with what their cells need besides, read for all of them at once."""
        return rows

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the template of this list shows besides."""
        return {}

    @property
    def place(self) -> str:
        """What tells lists of one declaration apart, in the views that are kept."""
        return ""

    @property
    def first_tab(self) -> str:
        """The tab of an address that names none."""
        return next(iter(self.tabs), "")

    # What was understood of the address.

    @cached_property
    def filters(self) -> ListFilter | None:
        """The filters, as asked."""
        return (
            None
            if self.filter_class is None
            else self.filter_class(self.params, self.everything, request=self)
        )

    @cached_property
    def tab(self) -> str:
        """The tab shown."""
        asked = self.params.get(self.tab_key, "")
        return asked if asked in self.tabs else self.first_tab

    @cached_property
    def left_aside(self) -> list[str]:
        """The keys of the address that this list does not understand. An empty value asks for nothing."""
        return [
            key
            for key, value in self.params.items()
            if value and key not in (*PLACES, *self.other_keys) and not self._knows(key, value)
        ]

    def _knows(self, key: str, value: str) -> bool:
        if key == self.tab_key and self.tabs:
            return value in self.tabs
        if key == "sort":
            return any(column.sort and column.key == value.removeprefix("-") for column in self.columns)
        return bool(self.filters and self.filters.knows(key))

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab leaves rows out."""
        names = self.filter_class.base_filters if self.filter_class else ()
        return any(self.params.get(name) for name in names) and bool(self.filters and self.filters.asked)

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that the address asks for, or those that the reader keeps, or the usual ones; the first always."""
        wanted = self.params.get("cols", "") or saved_views.columns_of(self.person, self.name)
        return self.chosen(wanted.split(",")) or self.usual

    @property
    def usual(self) -> list[Column]:
        """The columns shown to whoever chose none."""
        return [column for column in self.columns if column.is_usual]

    def chosen(self, keys: Sequence[str]) -> list[Column]:
        """Return the columns of these keys, the first of the list before them; none when no key is known."""
        known = {column.key: column for column in self.columns}
        wanted = [key for key in keys if key in known]
        return [known[key] for key in dict.fromkeys([self.columns[0].key, *wanted])] if wanted else []

    @cached_property
    def order(self) -> keyset.Order:
        """The order asked for, or the usual one."""
        asked = self.params.get("sort", "")
        for column in self.columns:
            if column.sort and column.key == asked.removeprefix("-"):
                sign = "-" if asked.startswith("-") else ""
                return keyset.Order(*(f"{sign}{name}" for name in column.order))
        of_tab = self.tabs[self.tab].ordering if self.tab else ()
        return keyset.Order(*(of_tab or self.ordering))

    # The rows, and how many there are.

    @cached_property
    def everything(self) -> QuerySet:
        """Every row that the reader may see in this list: `rows()`, made once."""
        return self.rows()

    @cached_property
    def narrowed(self) -> QuerySet:
        """The rows under the search and the filters, the tab aside."""
        return (
            self.filters.narrowed(self.everything) if self.is_narrowed and self.filters else self.everything
        )

    def listed(self) -> QuerySet:
        """Return the rows under the tab, the search and the filters."""
        return self.narrowed.filter(self.tabs[self.tab].condition(self)) if self.tab else self.narrowed

    def keys(self, most: int) -> list[int]:
        """Return the primary keys of what is listed, in its order, `most` of them."""
        return list(self.order.applied(self.listed()).values_list("pk", flat=True)[:most])

    def values(self, rows: QuerySet, columns: Sequence[Column]) -> QuerySet:
        """Return the rows as these columns read them."""
        if not self.reads_values:
            return rows
        names = dict.fromkeys(name for column in columns for name in column.reads)
        return rows.values("pk", self.row_key, *names)

    def page(self) -> keyset.Slice:
        """Read one page of rows, in its order."""
        found = keyset.slice_of(
            self.values(self.listed(), self.shown), self.order, key=self.row_key, size=self.per_page,
            edge=keyset.Edge.of(self.params), everything=self.everything,
        )  # fmt: skip
        return keyset.Slice(self.prepared(found.rows), found.number, found.before, found.after)

    def read(self, keys: Sequence[int]) -> list[Any]:
        """Return the rows of these keys that the reader may see, in their order, ready for their cells."""
        rows = self.prepared(list(self.values(self.everything.filter(pk__in=keys), self.told)))
        held = {row["pk"] if self.reads_values else row.pk: row for row in rows}
        return [held[key] for key in keys if key in held]

    @cached_property
    def counts(self) -> Counts:
        """How many rows there are: by tab in one query, by facet in another, without any filter in a third."""
        tabs = {f"tab_{name}": Count("pk", filter=tab.condition(self)) for name, tab in self.tabs.items()}
        counted = self.narrowed.order_by().aggregate(found=Count("pk"), **tabs)
        whole = counted["found"]
        facets = counting.counted(self.listed(), self.filters.facets) if self.filters else {}
        by_tab = {name: counted[f"tab_{name}"] for name in self.tabs} or {"": whole}
        return Counts(self.everything.count() if self.is_narrowed else whole, by_tab, facets)

    # What a table of it holds.

    @property
    def nothing_here(self) -> str | Promise:
        """What is said where the tab shown keeps nothing and no filter is in force."""
        return self.tabs[self.tab].nothing if self.tab else ""

    @property
    def every(self) -> str:
        """The query that shows the tab of all rows."""
        return f"?{self.tab_key}=all"

    @property
    def told(self) -> list[Column]:
        """The columns of an exported table: those that the reader chose, or all."""
        columns = self.columns if self.shown == self.usual else self.shown
        return [column for column in columns if not column.template]
