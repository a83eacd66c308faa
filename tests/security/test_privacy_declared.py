"""Every column of ours says what it holds of whom; one of which nothing is said stops the start."""

from dataclasses import replace

import pytest
from django.core.checks.registry import registry
from django.db import models
from django.test.utils import isolate_apps

from incubator.core import forgetting, personal_data
from incubator.core.personal_data import COLUMNS, IMPERSONAL, Erasure, Kept, Since, declare
from incubator.people.privacy import ACCOUNT
from incubator.workflow import privacy_checks

# What may hold anything: never passed by its type.
TELLING = (models.CharField, models.TextField, models.JSONField, models.FileField, models.DateField)
PERSONAL = {
    ("accounts.Profile", "birth_date"): "personal",
    ("applications.Answer", "value_sealed"): "sensitive",
    ("mentorship.Session", "note_sealed"): "sensitive",
    ("funding.Payee", "account_sealed"): "sensitive",
    ("notifications.Message", "text"): "personal",
    ("startups.Membership", "birth_year"): "personal",
}


def ids(problems) -> dict[str, str]:
    return {
        problem.msg.split()[0 if problem.id.endswith("7") else 4].rstrip(","): problem.id
        for problem in problems
    }


def test_every_column_of_ours_is_declared():
    assert privacy_checks.every_column_says_what_it_holds() == []
    assert privacy_checks.every_declared_column_exists() == []
    assert {key: str(COLUMNS[key].kind) for key in PERSONAL} == PERSONAL


@isolate_apps("incubator.startups")
def test_a_new_model_with_an_undeclared_column_is_refused(monkeypatch):
    class Passport(models.Model):
        number = models.CharField(max_length=20)
        mail = models.EmailField()
        born_on = models.DateField()
        height = models.PositiveSmallIntegerField()
        more = models.JSONField()
        scan = models.FileField()
        seen_at = models.DateTimeField()
        is_lost = models.BooleanField()

        class Meta:
            app_label = "startups"

    monkeypatch.setattr(privacy_checks, "models_of_ours", lambda: [Passport])
    found = ids(privacy_checks.every_column_says_what_it_holds())

    told = ("number", "mail", "born_on", "height", "more", "scan")
    assert found == {f"startups.Passport.{name}": "workflow.E007" for name in told}


def test_a_column_that_loses_its_declaration_is_refused(monkeypatch):
    for key in sorted(COLUMNS):
        with monkeypatch.context() as without:
            without.delitem(COLUMNS, key)
            assert ids(privacy_checks.every_column_says_what_it_holds()) == {".".join(key): "workflow.E007"}


def test_a_declared_column_that_is_gone_is_refused(monkeypatch):
    monkeypatch.setitem(COLUMNS, ("people.User", "nickname"), None)

    assert ids(privacy_checks.every_declared_column_exists()) == {"people.User.nickname": "workflow.E008"}


def test_nothing_that_tells_passes_by_its_type():
    passed = [kind for kind in privacy_checks.BY_TYPE if issubclass(kind, TELLING)]

    assert passed == [models.DateTimeField]  # an instant of the record, written by the clock


def test_a_sealed_column_is_never_impersonal():
    assert {key for key in IMPERSONAL if key[1].endswith("_sealed")} == set()
    assert {str(one.kind) for key, one in COLUMNS.items() if key[1].endswith("_sealed")} == {"sensitive"}


@pytest.mark.parametrize(
    "said",
    [
        {"erase": Erasure.DELETED},  # neither exported nor withheld
        {"erase": Erasure.HELD, "withheld": "why"},  # held by nothing
    ],
)
def test_a_declaration_that_leaves_something_open_is_refused(said):
    with pytest.raises(RuntimeError):
        declare("people.User", ACCOUNT, personal="nickname", **said)


def test_a_column_is_declared_once():
    with pytest.raises(RuntimeError):
        personal_data.impersonal("people.User", "full_name")


def test_a_period_is_read_as_people_say_it():
    assert str(Kept(12, Since.RESULTS)) == "1 an après la publication des résultats de l’appel"
    assert str(Kept(18, Since.LEFT)) == "18 mois après la fin de l’incubation"


def test_every_check_of_personal_data_is_asked_at_the_start():
    ours = {check.__name__ for check in registry.get_checks() if check.__module__ == privacy_checks.__name__}

    assert ours == {name for name in vars(privacy_checks) if name.startswith("every_")}


def test_a_table_that_goes_with_nobody_is_refused(monkeypatch):
    monkeypatch.delitem(forgetting.ROWS[forgetting.Subject.PERSON], "accounts.Profile")

    (found,) = privacy_checks.every_table_goes_with_somebody()
    assert (found.id, "accounts.Profile" in found.msg) == ("workflow.E011", True)


@pytest.mark.parametrize(
    ("model", "name", "erase"),
    [
        ("applications.Decision", "kind", Erasure.DELETED),  # the row stays for its other columns
        ("applications.Twins", "why", Erasure.EMPTIED),  # never without a value
    ],
)
def test_a_column_that_cannot_go_as_it_says_is_refused(monkeypatch, model, name, erase):
    monkeypatch.setitem(COLUMNS, (model, name), replace(COLUMNS[model, name], erase=erase))

    (found,) = privacy_checks.every_column_can_be_erased()
    assert (found.id, model in found.msg) == ("workflow.E012", True)
