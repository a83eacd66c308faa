"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_after, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
    of_person,
)
from incubator.files.privacy import goes_with_its_file

MY_WORK = Section("work", _("my work at the desk"))

DESK_WORK = Processing(
    "desk_work",
    title=_("Work of the desk"),
    purpose=_("To run exports, imports, letters to many and the lists that staff keep."),
    ground=Ground.LEGITIMATE,
    people=_("staff; people named in the tables they bring in or take out"),
    data=_("what was asked for, titles, filters, errors by row"),
    recipients=_("the member of staff; administrators of the centre"),
    kept=Kept(12, Since.WRITTEN, _("The file of an export goes after a day.")),
)

declare(
    "exports.Job",
    DESK_WORK,
    personal="title",
    internal="language",
    erase=Erasure.DELETED,
    section=MY_WORK,
    whose=of_person("asked_by"),
    beside="created_at finished_at",
)
declare(
    "exports.Job",
    DESK_WORK,
    personal="params keys error",
    erase=Erasure.DELETED,
    withheld=_("Which records were asked for: they tell of other people."),
)
impersonal("exports.Job", "kind total done parts attempts stalled")
name("exports.Job", _("Export asked for"))

goes_with(Subject.PERSON, "exports.Job", "asked_by")
goes_with_its_file("exports.Job", "file")
goes_after("exports.Job", "created_at", DESK_WORK.kept)
