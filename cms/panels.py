"""Panels of the CMS that show what the desk holds: the rules of a call, the questions that a condition may read."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, Panel

from incubator.core.bilingual import current_language, pick_pair
from incubator.people.states import Role
from incubator.programmes import condition_sentences, rules
from incubator.programmes.form.definition import DISPLAYS
from incubator.programmes.form.eligibility import TARGET
from incubator.programmes.models import Call
from incubator.programmes.states import RuleKind


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
            return context | {"rules": self._rules(), "places": self._places()}

        def _rules(self) -> list[dict[str, Any]]:
            call = self.instance.call
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

        def _places(self) -> dict[str, str]:
            """Return the addresses that this person may open."""
            call, person, at = self.instance.call, self.request.user, self.request.received_at
            if not Call.objects.visible_to(person).filter(pk=call.pk).exists():
                return {}
            places = {}
            if person.has_role(Role.OFFICER, at=at):
                places["edit"] = reverse("programmes:edit_part", args=[call.reference, "rules"])
            if person.has_role(Role.OFFICER, Role.DIRECTOR, at=at):
                places["try"] = reverse("programmes:try_rules", args=[call.reference])
            return places


class StepsPanel(FieldPanel):
    """The steps of a form, with the lists that its boxes choose from: the keys of its questions, the lines of the grid.

    The keys are those of the form as it was saved; where JavaScript runs, those just typed too.
    """

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "cms/panels/steps.html"

        class Media:
            js = ["cms/form_keys.js"]
            css = {"all": ["cms/panels.css"]}

        @cached_property
        def questions(self) -> list[tuple[str, str]]:
            """Every question of the form, in its order: (key, words)."""
            return [
                (field.value.get("key") or "", field.value.get("label_fr") or "")
                for step in self.instance.steps
                for field in step.value.get("fields") or ()
                if field.block_type not in DISPLAYS
            ]

        @cached_property
        def criteria(self) -> list[tuple[str, str]]:
            """The lines of the call's grid: (short name, words)."""
            return [(line.slug, line.title.plain) for line in self.instance.call.criteria.all()]
