"""What the office types while it treats a file: comments, tasks, tags."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.applications import noting
from incubator.applications.models import Tag
from incubator.applications.states import Audience
from incubator.applications.tagging import LONGEST
from incubator.people.models import User
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned

LONG = noting.LONGEST


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

    text = inputs.LineField(label=_("What to do"), max_length=noting.LONGEST_TASK)
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
