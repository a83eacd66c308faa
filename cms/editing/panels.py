"""Panels of the CMS: the rules of a call as the desk holds them, and when a page is published."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, Panel, PublishingPanel

from cms.editing.date_fields import MomentInput
from incubator.core.bilingual import current_language, pick_pair
from incubator.forms import condition_sentences
from incubator.forms.eligibility import TARGET
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes import rules
from incubator.programmes.models import Call
from incubator.programmes.states import RuleKind


def rules_shown(call: Call, person: User, at: datetime) -> dict[str, Any]:
    """Return what `cms/panels/rules.html` shows: the rules in words, and the addresses this person may open."""
    return {"rules": _rules(call), "places": _places(call, person, at)}


def _rules(call: Call) -> list[dict[str, Any]]:
    form, language = call.form_version.form if call.form_version else None, current_language()
    return [
        {
            "kind": RuleKind(rule["kind"]).label,
            "text": pick_pair({"fr": rule["fr"], "en": rule["en"]}),
            "condition": (
                condition_sentences.sentence(rule["condition"], form, language)
                if form and rule["condition"] and rule["kind"] != TARGET
                else ""
            ),
        }
        for rule in rules.rules_of(call)
    ]


def _places(call: Call, person: User, at: datetime) -> dict[str, str]:
    if not Call.objects.visible_to(person).filter(pk=call.pk).exists():
        return {}
    places = {}
    if person.has_role(Role.OFFICER, at=at):
        places["edit"] = reverse("programmes:edit_part", args=[call.reference, "rules"])
    if person.has_role(Role.OFFICER, Role.DIRECTOR, at=at):
        places["try"] = reverse("programmes:try_rules", args=[call.reference])
    return places


class RulesPanel(Panel):
    """Who may apply, in words, with the way to the desk's pages that edit and try the rules: they stand on the call,
    not on its page, so that page, form and check never disagree.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/rules.html"

        class Media:
            css = {"all": ["cms/panels.css"]}

        def is_shown(self) -> bool:
            return self.instance.call_id is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | rules_shown(self.instance.call, self.request.user, self.request.received_at)


# What the dialog of the schedule reads of its fields.
IN_THE_DIALOG = {
    "data-controller": "w-action",
    "data-action": "w-dialog:hidden->w-action#reset",
    "data-w-dialog-target": "notify",
}


def schedule() -> PublishingPanel:
    """Return the panel of the schedule, its instants typed as people write them."""
    names = ("go_live_at", "expire_at")
    return PublishingPanel(children=[FieldPanel(name, widget=MomentInput(IN_THE_DIALOG)) for name in names])
