"""Keeps a query of a list under a name, and the columns a person reads in it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incubator.core.holding import hold
from incubator.lists.models import KeptColumns, SavedView
from incubator.lists.states import LONGEST_NAME, LONGEST_QUERY
from incubator.people.models import User
from incubator.workflow import audit, values, versions
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

MOST = 20
A_MINUTE, AN_HOUR = 60, 3600
# What names a place in a list, not a query.
OF_A_PLACE = ("page", "after", "before", "saved", "lang")


class TooManyViews(Refused):
    """A person who keeps more views than a row of tabs can hold."""

    code = "too_many_views"
    default = _("You already keep twenty views: delete one first.")


@an_act
def save(
    query: str, *, name: str, is_shared: bool, of_list: str, place: str = "", by: User, at: datetime
) -> SavedView:
    """Keep a query under a name, for oneself or for the team; a view of that name changes. Raises TooManyViews."""
    name = _named(name)
    hold(by)
    own = SavedView.objects.filter(owner=by, list=of_list)
    standing = own.filter(place=place, name=name).first()
    if standing is not None:
        return change(standing, name=name, is_shared=is_shared, query=query, by=by, at=at)
    if own.count() >= MOST:
        raise TooManyViews()
    view = SavedView.objects.create(
        owner=by, list=of_list, place=place, name=name, query=_kept(query), is_shared=is_shared, created_at=at
    )
    if is_shared:
        audit.record("saved_view.share", view, by=by, at=at)
    forget_counts(by)
    return view


@an_act
def change(
    view: SavedView,
    *,
    name: str,
    is_shared: bool,
    query: str,
    by: User,
    at: datetime,
    read: Read | None = None,
) -> SavedView:
    """Change the name, the sharing and the query of a view; `read` says what the writer had read of the first two.

    Raises ChangedMeanwhile.
    """
    name = _named(name)
    view = hold(view)
    now = {"name": view.name, "is_shared": view.is_shared}
    kept = now | versions.merged({"name": name, "is_shared": is_shared}, now, read)
    name, is_shared = kept["name"], kept["is_shared"]
    if is_shared != view.is_shared:
        audit.record("saved_view.share" if is_shared else "saved_view.unshare", view, by=by, at=at)
    view.name, view.is_shared, view.query = name, is_shared, _kept(query)
    view.save(update_fields=["name", "is_shared", "query"])
    forget_counts(by)
    return view


@an_act
def delete(view: SavedView, *, by: User, at: datetime) -> None:
    """Forget a view; whoever it was shared with no longer sees it."""
    if view.is_shared:
        audit.record("saved_view.delete", view, by=by, at=at)
    view.delete()
    forget_counts(by)


@an_act
def keep_columns(columns: Sequence[str], *, of_list: str, by: User) -> None:
    """Keep the columns a person reads in a list."""
    KeptColumns.objects.update_or_create(person=by, list=of_list, defaults={"columns": ",".join(columns)})
    cache.delete(_place_of(by, of_list))
    forget_counts(by)


def columns_of(person: User, of_list: str) -> str:
    """Return the columns a person kept of a list ("reference,startup,…"), "" for the usual ones."""
    place = _place_of(person, of_list)
    columns: str | None = cache.get(place)
    if columns is None:
        kept = KeptColumns.objects.filter(person=person, list=of_list).values_list("columns", flat=True)
        columns = kept.first() or ""
        cache.set(place, columns, A_MINUTE)
    return columns


def _place_of(person: User, of_list: str) -> str:
    return f"lists.columns.{person.pk}.{of_list}"


def version(person: User) -> int:
    """Return a number that changes when the person changes the own views or columns: what was drawn is drawn again."""
    return int(cache.get(f"lists.kept.{person.pk}", 0))


def forget_counts(person: User) -> None:
    """Let the person read fresh counts, views and columns at the next page (an own act has changed them)."""
    cache.set(f"lists.kept.{person.pk}", version(person) + 1, AN_HOUR)


def _named(name: str) -> str:
    return values.check_text("name", name, longest=LONGEST_NAME, missing=_("Give the view a name."))


def _kept(query: str) -> str:
    params = QueryDict(query, mutable=True)
    for key in OF_A_PLACE:
        params.pop(key, None)
    return params.urlencode()[:LONGEST_QUERY]
