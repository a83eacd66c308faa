"""What the office types while it treats a file: comments, tasks, tags."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import notes
from incubator.applications.casework.tagging import LONGEST
from incubator.applications.models import Tag
from incubator.applications.states import Audience
from incubator.people.models import User
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned

LONG = notes.LONGEST

END_OF_DAY = time(17, 0)


def at_five(day: date | None) -> datetime | None:
    """Return 17:00 in Lomé (UTC+0) on that day."""
    return datetime.combine(day, END_OF_DAY, tzinfo=UTC) if day else None


class ReturnForm(forms.Form):
    """The date and the note; what to correct is ticked in the list of answers."""

    due_on = inputs.DateField(label=_("To send again before"), help_text=_("That day at 17:00, Lomé time."))
    note = forms.CharField(
        label=_("Note to the team"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoreTimeForm(forms.Form):
    """The new date of a correction."""

    due_on = inputs.DateField(label=_("To send again before"), help_text=_("That day at 17:00, Lomé time."))


class ChargeForm(Versioned, forms.Form):
    """Who follows the file."""

    person = forms.ModelChoiceField(
        label=_("In charge"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody"),
        error_messages={"invalid_choice": _("This person does not treat files. Choose one of the list.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ReasonsForm(forms.Form):
    """Why a file is refused, in the words that its letter carries."""

    reasons_fr = forms.CharField(
        label=_("Reasons, in French"), help_text=_("One a line; the team reads them in its letter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    reasons_en = forms.CharField(
        label=_("Reasons, in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ChangeForm(Versioned, forms.Form):
    """The words of a comment."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words first.")},
    )


class CommentForm(ChangeForm):
    """A comment and who reads it."""

    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Audience.choices,
        initial=Audience.STAFF,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who reads it."),
            "invalid_choice": _("Choose who reads it."),
        },
    )


class TaskForm(forms.Form):
    """What is to be done, by whom and until when."""

    text = inputs.LineField(label=_("What to do"), max_length=notes.LONGEST_TASK)
    to = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={"invalid_choice": _("This person does not treat files. Choose one of the list.")},
    )
    due_on = inputs.DateField(label=_("By"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class TagsForm(Versioned, forms.Form):
    """The tags of a file, and a new one."""

    tags = forms.ModelMultipleChoiceField(
        label=_("Tags of this file"),
        queryset=Tag.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose tags of this programme.")},
    )
    new = inputs.LineField(
        label=_("A new tag"), max_length=LONGEST, required=False, help_text=_("One or two words.")
    )

    def __init__(self, *args: Any, tags: QuerySet[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = tags
        if not tags.exists():
            del self.fields["tags"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {"tags": [], **given}


class TwinsForm(forms.Form):
    """What the office says of two files that look like one."""

    verdict = forms.ChoiceField(
        label=_("What are they"),
        choices=(),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether these are two files or one."),
            "invalid_choice": _("Say whether these are two files or one."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONG,
        help_text=_("It stays with both files; the team does not read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: it stays with both files.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = choices
