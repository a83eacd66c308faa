"""Roles given and ended. The groups of the CMS follow; they govern editing only."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models

from incubator.accounts.sign_in import devices
from incubator.core.holding import hold
from incubator.people.models import Actor, Grant, User, person_or_none
from incubator.people.states import PersonState, Role
from incubator.territory.models import Centre, Commune
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, an_act, halting
from incubator.workflow.refusals import Refused

EDITORS, READERS = "editors", "readers"
# Officers edit the texts and forms of their calls; directors read them.
GROUPS_OF: dict[str, str] = {
    Role.EDITOR: EDITORS,
    Role.OFFICER: EDITORS,
    Role.ADMIN: EDITORS,
    Role.DIRECTOR: READERS,
}
PAGE_ACTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
MEDIA_ACTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
SNIPPET_ACTS = ("add", "change", "view", "publish")


class Unreachable(Refused):
    """The person was anonymised: no role can be given."""

    code = "anonymised"
    default = _("This person was anonymised: no role can be given.")


def grant(
    person: User,
    role: str,
    *,
    centre: Centre | None = None,
    commune: Commune | None = None,
    until_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Grant:
    """Give a role, for one centre or for all; the groups of the CMS follow.

    A role already held in the same place is returned as it stands. Raises NotAllowed, Unreachable.
    """
    given = Grant(
        person=person, role=role, centre=centre, commune=commune, from_at=at, until_at=until_at,
        granted_by=person_or_none(by),
    )  # fmt: skip
    with acting(by):
        locked = hold(person)
        deciding.require("grant.give", by, given, at)
        values.check_choice("role", role, Role)
        if until_at is not None and until_at <= at:
            values.refuse("until_at", _("Choose a day to come: the role would be over already."))
        if locked.state == PersonState.ANONYMISED:
            raise Unreachable()
        held = locked.grants.in_force(at).filter(role=role, centre=centre, commune=commune).first()
        if held:
            return held
        given.save()
        audit.record("grant.give", given, by=by, at=at, role=str(role), person=person.public_id)
        person.forget_roles()
        sync_groups(person, at=at)
    return given


@an_act
def prolong(given: Grant, *, until_at: datetime, by: Actor, at: datetime) -> Grant:
    """Let a role last until a later instant; one that has ended begins again now, in a row of its own.

    A role without end, or one that ends later, is returned as it stands. Raises NotAllowed, Unreachable.
    """
    locked = _locked(given)
    if locked.until_at is None or locked.until_at >= until_at:
        return locked
    if locked.was_ended or locked.until_at <= at:
        return grant(
            locked.person, locked.role, centre=locked.centre, commune=locked.commune, until_at=until_at,
            by=by, at=at,
        )  # fmt: skip
    locked.until_at = until_at
    deciding.require("grant.give", by, locked, at)
    locked.save(update_fields=["until_at"])
    audit.record("grant.prolong", locked, by=by, at=at, role=locked.role, person=locked.person.public_id)
    locked.person.forget_roles()
    return locked


@an_act
def shorten(given: Grant, *, until_at: datetime, by: Actor, at: datetime) -> Grant:
    """Let a role end earlier than it was to, not before now; one that ends sooner is returned as it stands.

    Raises NotAllowed.
    """
    locked = _locked(given)
    if locked.until_at is not None and locked.until_at <= until_at:
        return locked
    deciding.require("grant.end", by, locked, at)
    locked.until_at = max(until_at, at)
    locked.save(update_fields=["until_at"])
    audit.record("grant.shorten", locked, by=by, at=at, role=locked.role, person=locked.person.public_id)
    locked.person.forget_roles()
    return locked


def _locked(given: Grant) -> Grant:
    """Hold a role while its date is moved: an act that stands on it goes on."""
    rows = Grant.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person").get(pk=given.pk)


def revoke(given: Grant, *, by: Actor, at: datetime) -> Grant:
    """End a role from now, with the person's sessions and tokens: they come in again with what is left.

    No act that stood on it is committed afterwards (`workflow.acting`). Its row stays as history, and ending twice is
    ending once. Raises NotAllowed.
    """
    with halting(given.person, by=by):
        locked = Grant.objects.select_for_update().get(pk=given.pk)
        deciding.require("grant.end", by, locked, at)
        if locked.until_at is None or locked.until_at > at:
            locked.until_at, locked.was_ended = at, True
            locked.save(update_fields=["until_at", "was_ended"])
            audit.record("grant.end", locked, by=by, at=at, role=locked.role, person=locked.person.public_id)
            devices.end_others(locked.person, None, by=by, at=at)
        given.until_at, given.was_ended = locked.until_at, locked.was_ended
        given.person.forget_roles()
        sync_groups(given.person, at=at)
    return given


def sync_groups(person: User, *, at: datetime) -> None:
    """Put the person in the CMS groups of the roles held now, and out of the others."""
    roles = person.grants.in_force(at).values_list("role", flat=True)
    wanted = {GROUPS_OF[role] for role in roles if role in GROUPS_OF}
    if person.groups.filter(name__in={EDITORS, READERS}).count() == 0 and not wanted:
        return
    if Group.objects.filter(name__in=wanted).count() < len(wanted):
        ensure_groups()
    ours = Group.objects.filter(name__in=(EDITORS, READERS))
    person.groups.remove(*ours.exclude(name__in=wanted))
    person.groups.add(*ours.filter(name__in=wanted))


def ensure_groups() -> None:
    """Make the CMS groups and give them what they may do; may be run again at any time."""
    editors, _made = Group.objects.get_or_create(name=EDITORS)
    readers, _made = Group.objects.get_or_create(name=READERS)
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    readers.permissions.add(*[*access, *_snippet_permissions(("view",))])
    editors.permissions.add(*[*access, *_snippet_permissions(SNIPPET_ACTS)])
    root, library = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is not None:
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=PAGE_ACTS
        ):
            GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    if library is not None:
        for permission in Permission.objects.filter(codename__in=MEDIA_ACTS):
            GroupCollectionPermission.objects.get_or_create(
                group=editors, collection=library, permission=permission
            )


def _snippet_permissions(acts: tuple[str, ...]) -> list[Permission]:
    names = {f"{act}_{model._meta.model_name}": model for model in get_snippet_models() for act in acts}
    types = ContentType.objects.get_for_models(*set(names.values()), for_concrete_models=False).values()
    return list(Permission.objects.filter(content_type__in=types, codename__in=names))
