"""Tags: words that the officers of a programme put on its files."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from incubator.applications.models import Application, FileTag, Tag
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

LONGEST = 40


class NoWord(Refused):
    """A tag without a name, or with a sentence for one."""

    status = 422
    code = "no_word"
    default = _("Write one or two words for the tag, forty characters at most.")


@an_act
def make(application: Application, name: str, *, by: User, at: datetime) -> Tag:
    """Make a tag of the file's programme, and put it on the file; a tag of that name comes back as it is.

    Raises NoWord and NotAllowed.
    """
    words = " ".join(name.split())
    deciding.require("application.tag", by, application, at)
    if not words or len(words) > LONGEST:
        raise NoWord()
    values.check_signs(name=words)
    programme = application.call.programme_id
    try:
        with transaction.atomic():
            tag = Tag.objects.create(programme_id=programme, name=words, created_by=by, created_at=at)
            audit.record("tag.make", tag, by=by, at=at)
    except IntegrityError:
        tag = Tag.objects.get(programme_id=programme, name__iexact=words)
    _change(application, on=[tag], off=[], by=by, at=at)
    return tag


def put(
    application: Application,
    tags: Collection[Tag],
    *,
    new: str = "",
    by: User,
    at: datetime,
    read: Read | None = None,
) -> None:
    """Give the file these tags of its programme and no others, and a new one if it is named: all or nothing.

    `read` says which tags its writer had read. Audited with what was put on and taken off. Raises NoWord,
    NotAllowed and ChangedMeanwhile.
    """
    with acting(by):
        deciding.require("application.tag", by, application, at)
        hold(application)
        standing = list(application.tags.all())
        tags = versions.merged({"tags": list(tags)}, {"tags": standing}, read).get("tags", standing)
        if new:
            tags = [*tags, make(application, new, by=by, at=at)]
        programme = application.call.programme_id
        wanted = {tag.pk: tag for tag in tags if tag.programme_id == programme}
        off = (
            FileTag.objects.filter(application=application)
            .exclude(tag__in=wanted)
            .values_list("pk", flat=True)
        )
        _change(application, on=wanted.values(), off=list(off), by=by, at=at)


def _change(
    application: Application, *, on: Collection[Tag], off: Collection[int], by: User, at: datetime
) -> None:
    """Put tags on the file that it has not yet, and take rows off; audited when something changed."""
    there = set(FileTag.objects.filter(application=application).values_list("tag_id", flat=True))
    new = [
        FileTag(application=application, tag=tag, put_by=by, put_at=at) for tag in on if tag.pk not in there
    ]
    with transaction.atomic():
        FileTag.objects.filter(pk__in=off).delete()
        FileTag.objects.bulk_create(new, ignore_conflicts=True)
        if new or off:
            audit.record("application.tag", application, by=by, at=at, on=len(new), off=len(off))
