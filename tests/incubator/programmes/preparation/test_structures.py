"""Rules, grid, documents and instalments edited in rows and boxes at the desk; the rules tried."""

import pytest
from django.urls import reverse

from incubator.programmes.models import EligibilityRule, TrancheTemplate
from tests.incubator.forms.test_rendering import posted
from tests.world.programmes import load_sample_call

pytestmark = pytest.mark.usefixtures("centre")


def path(name, *args):
    return reverse(f"programmes:{name}", args=args)


def body(page, soup_of):
    """What a browser without scripts would send of the page's form."""
    return dict(posted(soup_of(page).select_one("main form[method=post]")).lists())


@pytest.fixture
def soup_of():
    from bs4 import BeautifulSoup

    return lambda page: BeautifulSoup(page.content.decode(), "html.parser")


@pytest.mark.parametrize("part", ["rules", "grid", "documents", "tranches"])
def test_saving_a_part_untouched_changes_nothing(part, officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)
    name = {
        "rules": "eligibility_rules",
        "grid": "criteria",
        "documents": "documents",
        "tranches": "tranche_plan",
    }
    before = list(getattr(call, name[part]).values())

    data = body(desk.get(path("edit_part", call.reference, part)), soup_of)
    answer = desk.post(path("edit_part", call.reference, part), data)

    assert answer.status_code == 302
    assert list(getattr(call, name[part]).values()) == before


def test_no_page_of_the_desk_asks_for_json(officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)

    for part in ("rules", "grid", "documents", "tranches", "milestones", "calendar"):
        soup = soup_of(desk.get(path("edit_part", call.reference, part)))
        typed = [box.text for box in soup.select("main textarea")]
        typed += [box.get("value", "") for box in soup.select('main input[type="text"]')]
        assert not [text for text in typed if text.strip().startswith(("{", "["))], part


def test_a_rule_is_written_in_rows_and_the_words_of_an_answer_become_its_code(officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)
    data = body(desk.get(path("edit_part", call.reference, "rules")), soup_of)
    last = int(data["rules-TOTAL_FORMS"][0]) - 1
    more = {
        "slug": "portage", "kind": "blocking", "text_fr": "Portée par une femme.", "reason_fr": "Cet appel est pour elles.",
        "condition-match": "any", "condition-0-field": "lead_gender", "condition-0-op": "==",
        "condition-0-value": "femme", "condition-1-field": "founders_women", "condition-1-op": ">=",
        "condition-1-value": "2",
    }  # fmt: skip
    for key, value in more.items():
        data[f"rules-{last}-{key}"] = value

    answer = desk.post(path("edit_part", call.reference, "rules"), data)

    assert answer.status_code == 302
    assert EligibilityRule.objects.get(slug="portage").condition == {
        "any": [
            {"field": "lead_gender", "op": "==", "value": "F"},
            {"field": "founders_women", "op": ">=", "value": 2},
        ]
    }


def test_a_rule_that_reads_nothing_is_refused_with_its_place(officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)
    data = body(desk.get(path("edit_part", call.reference, "rules")), soup_of)
    data["rules-0-condition-0-field"] = "gone"
    data["rules-1-condition-0-value"] = "beaucoup"

    page = desk.post(path("edit_part", call.reference, "rules"), data)

    assert page.context["formset"].forms[0].errors["condition"] == [
        "La condition lit «\xa0gone\xa0», que le formulaire ne demande pas."
    ]
    assert page.context["formset"].forms[1].errors["condition"] == ["Un âge est un nombre entier d’années."]
    assert EligibilityRule.objects.filter(condition__field="gone").count() == 0


def test_the_conditions_of_an_instalment_are_boxes(officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)
    data = body(desk.get(path("edit_part", call.reference, "tranches")), soup_of)
    data["tranches-1-milestones"] = ["1", "2"]

    answer = desk.post(path("edit_part", call.reference, "tranches"), data)

    assert answer.status_code == 302
    assert TrancheTemplate.objects.get(number=2).conditions == [
        {"kind": "milestone_approved", "number": 1},
        {"kind": "milestone_approved", "number": 2},
        {"kind": "spending_justified", "tranche": 1, "percent": 80},
    ]


def test_the_trial_box_says_each_rule(officer, client_for, soup_of):
    call, desk = load_sample_call(officer), client_for(officer)
    data = body(desk.get(path("try_rules", call.reference)), soup_of)
    data["founders_count"], data["founders_resident"], data["stage"] = "2", "0", "mvp"

    page = desk.post(path("try_rules", call.reference), data)

    found = {one["data-rule"]: one["data-result"] for one in soup_of(page).select("[data-rule]")}
    rules = list(call.eligibility_rules.exclude(kind="target").values_list("slug", flat=True))
    assert list(found) == rules
    assert (found[rules[0]], found[rules[1]], found[rules[3]]) == ("not_met", "unknown", "met")
    assert "D’après vos réponses, cet appel ne vous est pas ouvert." in page.content.decode()
    assert [one.context["verdicts"] for one in (desk.get(path("try_rules", call.reference)),)] == [[]]
