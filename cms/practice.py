"""Erases a practice call with everything that was made in it: one act of a director. The audit keeps the act."""

from datetime import datetime
from functools import partial

from django.apps import apps
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import CallPage
from incubator.applications.models import Application
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused

# What a practice may have made. Money, places, mentoring and reports are never erased: they keep the call.
ERASED = {"programmes", "applications", "reviews", "conflicts", "cms"}
OF_A_STARTUP = ERASED | {"startups"}


class StillHeld(Refused):
    """Something that is not practice stands on the call."""

    code = "still_held"
    default = _("Something that is not practice stands on this call (a place, a grant): it cannot be erased.")


def erase(call: Call, *, by: User, at: datetime) -> int:
    """Erase the call, its files, reviews, held messages and the projects founded for it; return how many applications.

    Raises NotAllowed, or StillHeld when a record of another kind stands on it: then nothing is erased.
    """
    with acting(by):
        locked = Call.objects.select_for_update().get(pk=call.pk)
        deciding.require("call.erase_practice", by, locked, at)
        # Held against what is written about them in the background meanwhile (their words for the search).
        held = locked.applications.select_for_update()
        files = list(held.values_list("pk", "reference", "public_id", "startup"))
        audit.record("call.erase_practice", locked, by=by, at=at, applications=len(files))
        _messages(locked, files)
        _documents(locked, [pk for pk, *_rest in files])
        for page in CallPage.objects.filter(call=locked):
            page.delete()
        _rows(Call, [locked.pk], ERASED)
        _startups({startup for *_rest, startup in files})
    return len(files)


def _messages(call: Call, files: list[tuple]) -> None:
    names = {call.reference, *(name for _pk, *both, _startup in files for name in both if name)}
    Message.objects.filter(about__in=("call", "application"), about_ref__in=names).delete()


def _documents(call: Call, files: list[int]) -> None:
    """The documents of the files, and the tables that were imported."""
    tables = list(call.imports.values_list("pk", flat=True))
    call.imports.update(source=None)
    theirs = Q(record="application", record_id__in=files) | Q(record="import", record_id__in=tables)
    for stored in StoredFile.objects.filter(theirs):
        transaction.on_commit(partial(storages["private"].delete, stored.key))
        stored.delete()


def _startups(keys: set[int]) -> None:
    """Projects founded for the practice alone: hidden, and without a file anywhere else."""
    elsewhere = Application.objects.filter(startup__in=keys).values("startup")
    for startup in Startup.objects.filter(pk__in=keys).exclude(pk__in=elsewhere):
        try:
            with transaction.atomic():
                _rows(Startup, [startup.pk], OF_A_STARTUP)
        except StillHeld:
            continue


def _rows(model: type[models.Model], keys: list, allowed: set[str]) -> None:
    """Delete rows after what points at them; a link that may be empty is emptied instead."""
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.local_fields:
            if not field.is_relation or field.related_model is not model:
                continue
            pointing = other._base_manager.filter(**{f"{field.name}__in": keys})
            if field.null and not isinstance(field, models.OneToOneField):
                pointing.update(**{field.name: None})
                continue
            found = list(pointing.values_list("pk", flat=True))
            if found and other._meta.app_label not in allowed:
                raise StillHeld
            if found:
                _rows(other, found, allowed)
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)
