"""Who acts is held while they act: no act is committed after the end of the role, or of the access, that it stood on.

An act opens its transaction here. Before anything else it holds the roles of its actor and reads them again, in one
query, for whoever asks afterwards (`User.roles`): what its page read when the request began no longer counts. Whoever
ends a role, suspends a person, or takes away what they act by, holds the same rows against every act (`halting`): acts
under way are waited for, the next ones read what is left.

**Two acts of one person never wait for one another**: both hold by FOR KEY SHARE, which FOR UPDATE alone conflicts with;
neither a new name of the person nor a new row about them meets it. The rows are held in this order, so that nobody waits
in a circle: the roles of the actor (by their keys) and the person, then the records. What ends a role takes the roles of
its person first (of two people, those of the lower key), then the records that end with it; a suspension closes the
person's own row last, since every row that is written about somebody holds it at its commit.

The system acts by a rule and holds nothing. On SQLite a transaction is alone from its beginning: it reads again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor, Grant, User
from incubator.people.states import Term
from incubator.workflow.refusals import NotAllowed

Given = ParamSpec("Given")
Made = TypeVar("Made")

ROLES = """
    SELECT held.id, held.role, held.from_at, held.until_at, held.was_ended, person.is_active
    FROM people_grant held JOIN people_user person ON person.id = held.person_id
    WHERE person.id = %s ORDER BY held.id"""
PERSON = "SELECT id, is_active FROM people_user WHERE id = %s"


class Suspended(NotAllowed):
    """The person's access was suspended, since the page was opened or before."""

    code = "suspended"
    default = _("Your access is suspended: call the centre.")


@contextmanager
def acting(by: Actor) -> Iterator[None]:
    """Open the transaction of an act with its actor held, before anything is locked. Raises Suspended."""
    with transaction.atomic():
        hold(by)
        yield


def an_act(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """Decorate a function that is one act of its `by` from its first line to its last."""

    @wraps(work)
    def act(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        by: Any = kwargs["by"]
        with acting(by):
            return work(*args, **kwargs)

    return act


def hold(actor: Actor) -> None:
    """Hold somebody who acts until the transaction ends, and read again what they may act by. Raises Suspended."""
    if actor.pk is None:  # the system, or a visitor
        return
    roles = list(Grant.objects.raw(_held(ROLES), [actor.pk])) if actor.terms else []
    # Whoever never had a role has nothing to lose but the access.
    found: list[Any] = roles or list(User.objects.raw(_held(PERSON), [actor.pk]))
    actor.is_active = bool(found and found[0].is_active)
    actor.terms = [Term(each.role, each.from_at, each.until_at, each.was_ended) for each in roles]
    if not actor.is_active:
        raise Suspended()


def _held(statement: str) -> str:
    # Django has no word for this lock.
    return f"{statement} FOR KEY SHARE" if connection.features.has_select_for_update else statement


@contextmanager
def halting(person: User, *, by: Actor) -> Iterator[None]:
    """Open the transaction that ends what somebody acts by – a role, the access, a start-up in hand –, with their roles
    held against every act, and the actor held too. Raises Suspended.
    """
    with transaction.atomic():
        _halt(person, by)
        yield


def _halt(person: User, by: Actor) -> None:
    is_after = by.pk is None or by.pk > person.pk
    if not is_after:
        hold(by)
    list(Grant.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))
    if is_after:
        hold(by)
