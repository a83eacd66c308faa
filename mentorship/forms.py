"""The report of a session as a mentor fills it in, and the small forms of the desk."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from incubator.startups.models import Sector, Startup
from incubator.ui import inputs
from incubator.workflow import versions
from incubator.workflow.versioned import Versioned
from mentorship.models import Action, Mentor, Session
from mentorship.session_log import LONGEST, LONGEST_ACTION, SHORTEST, NewAction
from mentorship.states import ActionOwner, Colour, Mode, Topic

TAPS = {"data-taps": "1"}
USUAL_MINUTES = (30, 45, 60, 90)
SPARE_ACTIONS = 3
DONE, NOT_YET, DROPPED = "done", "open", "dropped"


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted (an empty form included), None when the page is only read."""
    return request.POST if request.method == "POST" else None


def _minutes() -> list[tuple[str, str]]:
    return [(str(n), f"{n} min") for n in USUAL_MINUTES]


class SessionForm(Versioned, forms.Form):
    """One short page: when, how long, how, with whom, about what, the summary; note and colour are aside."""

    held_on = inputs.DateField(label=_("Date"))
    minutes = forms.ChoiceField(
        label=_("Duration"),
        choices=_minutes,
        error_messages={"required": _("Choose a duration, or write another one.")},
        widget=forms.RadioSelect(attrs=TAPS),
    )
    other_minutes = inputs.WholeField(
        label=_("Another duration, in minutes"), required=False, min_value=SHORTEST, max_value=LONGEST
    )
    mode = forms.ChoiceField(
        label=_("How you met"), choices=Mode.choices, widget=forms.RadioSelect(attrs=TAPS)
    )
    present = inputs.LineField(label=_("Who was there"), required=False, max_length=240)
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TAPS),
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("Two sentences are enough. The team will read them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
    )
    colour = forms.ChoiceField(
        label=_("How is this start-up doing?"),
        choices=Colour.choices,
        required=False,
        widget=forms.RadioSelect(attrs=TAPS),
    )
    note = forms.CharField(
        label=_("Note to the centre"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=6000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("other_minutes"):
            self.fields["minutes"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        minutes = data.get("other_minutes") or data.get("minutes")
        data["minutes"] = int(minutes) if minutes else None
        return data

    def values(self) -> dict[str, Any]:
        """Return what the report is made of."""
        return {name: value for name, value in self.cleaned_data.items() if name != "other_minutes"}

    @property
    def version_token(self) -> str:
        """What the page posts back; however the minutes were chosen, they are one figure."""
        if self.is_bound:
            return super().version_token
        held = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        held["minutes"] = held.pop("other_minutes") or held["minutes"]
        return versions.token(held)

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """Return what the form shows of a report to change."""
        usual = session.minutes in USUAL_MINUTES
        return {
            **{name: getattr(session, name) for name in SessionForm.base_fields if hasattr(session, name)},
            "minutes": str(session.minutes) if usual else "",
            "other_minutes": None if usual else session.minutes,
        }


class ActionForm(forms.Form):
    """One spare row for something to do; an empty row is no action."""

    what = inputs.LineField(label=_("What will be done"), required=False, max_length=LONGEST_ACTION)
    owner = forms.ChoiceField(
        label=_("By whom"),
        choices=ActionOwner.choices,
        required=False,
        initial=ActionOwner.TEAM,
        widget=forms.RadioSelect(attrs=TAPS),
    )
    due_on = inputs.DateField(label=_("By when"), required=False)


class BaseActionFormSet(forms.BaseFormSet):
    def new_actions(self) -> list[NewAction]:
        """Return the rows that say something."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("what", "").strip()]
        return [NewAction(row["what"], row["owner"] or ActionOwner.TEAM, row["due_on"]) for row in rows]


ActionFormSet = forms.formset_factory(
    ActionForm,
    formset=BaseActionFormSet,
    extra=SPARE_ACTIONS,
    max_num=SPARE_ACTIONS,
    absolute_max=SPARE_ACTIONS,
)


class OpenActionsForm(forms.Form):
    """What became of each action still open: done, not yet, dropped."""

    CHOICES = ((DONE, _("Done")), (NOT_YET, _("Not yet")), (DROPPED, _("Dropped")))

    def __init__(self, actions: list[Action], data: Mapping[str, Any] | None = None) -> None:
        self.actions = {action.public_id: action for action in actions}
        if data is not None:
            keys = [f"action-{public_id}" for public_id in self.actions]
            data = {key: data.get(key) or NOT_YET for key in keys}
        super().__init__(data, prefix="action")
        for public_id, action in self.actions.items():
            self.fields[public_id] = forms.ChoiceField(
                label=action.what, choices=self.CHOICES, initial=NOT_YET, widget=forms.RadioSelect(attrs=TAPS)
            )

    def answered(self, choice: str) -> list[Action]:
        """Return the actions with that answer."""
        return [action for key, action in self.actions.items() if self.cleaned_data.get(key) == choice]


class CharterForm(forms.Form):
    agreed = forms.BooleanField(label=_("I have read the charter and I will follow it."))


class MentorForm(Versioned, forms.Form):
    """What a mentor offers."""

    expertise = inputs.LineField(label=_("What you know well"), required=False, max_length=240)
    sectors = forms.ModelMultipleChoiceField(
        label=_("Sectors"),
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TAPS),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=[("fr", _("French")), ("en", _("English"))],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TAPS),
    )
    hours_a_month = inputs.WholeField(label=_("Hours a month"), min_value=1, max_value=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].label_from_instance = lambda sector: str(sector.name)


class InvitationForm(forms.Form):
    """A person to invite as a mentor."""

    email = inputs.EmailField(label=_("E-mail address"))
    full_name = inputs.LineField(label=_("Name"), max_length=160)
    expertise = inputs.LineField(label=_("What this person knows well"), required=False, max_length=240)
    sectors = forms.ModelMultipleChoiceField(
        label=_("Sectors"),
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TAPS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].label_from_instance = lambda sector: str(sector.name)


class MatchForm(forms.Form):
    """A mentor for a start-up."""

    startup = forms.ModelChoiceField(
        label=_("Start-up"), queryset=Startup.objects.none(), to_field_name="slug"
    )
    mentor = forms.ModelChoiceField(
        label=_("Mentor"), queryset=Mentor.objects.none(), to_field_name="public_id"
    )
    goals = forms.CharField(
        label=_("Goals"),
        help_text=_("What this mentoring is for, in one or two sentences."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, startups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["startup"].queryset = startups
        self.fields["mentor"].queryset = Mentor.objects.available().select_related("person")
