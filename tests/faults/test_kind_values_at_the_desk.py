"""Kind: an act takes what its form refuses. The acts of the office, the jury and the door, with what no form offers."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from incubator.accounts import profile, tokens
from incubator.accounts.roles import granting, inviting
from incubator.applications.assistance import assisting
from incubator.applications.casework import notes, reminding, screening, tagging
from incubator.applications.decisions import decision, withdrawal
from incubator.applications.duplicates import finding
from incubator.applications.exceptions import late_codes, timetable
from incubator.applications.models import Assistance, GroupLetter, Note, Twins
from incubator.applications.worklist import writing
from incubator.lists import saved_views
from incubator.programmes import closing, outages
from incubator.programmes.preparation import approval, copying
from incubator.reviews import assignment, committee, rounds, scoring
from incubator.workflow.refusals import Refused
from mentorship import onboarding
from tests.access.conftest import world
from tests.access.world import NOW, World

__all__ = ["world"]
pytestmark = pytest.mark.django_db
OURS = (
    "accounts", "people", "applications", "programmes", "reviews", "startups", "workflow", "notifications", "mentorship",
)  # fmt: skip
LATER, FAR = NOW + timedelta(days=3), datetime(9999, 12, 31, tzinfo=UTC)
LONG, NUL, HALF = "é" * 10_001, "deux\x00mots", "deux\ud800mots"
Act = Callable[[World, dict[str, Any]], object]


def who(world: World, role: str) -> dict[str, Any]:
    return {"by": world.people[role], "at": NOW}


def officer(world: World) -> dict[str, Any]:
    return who(world, "officer")


def _comment(w: World, wrong: dict[str, Any]) -> None:
    notes.comment(w.things["received"], **{"text": "À relire.", **wrong}, **officer(w))


def _changed_comment(w: World, wrong: dict[str, Any]) -> None:
    note = Note.objects.get(**w.args["note"])
    notes.change(note, **{"text": "Relu.", **wrong}, **officer(w))


def _task(w: World, wrong: dict[str, Any]) -> None:
    good = {"text": "Appeler.", "to": w.people["officer"], "due_on": NOW.date()}
    notes.give_task(w.things["received"], **{**good, **wrong}, **officer(w))


def _told_apart(w: World, wrong: dict[str, Any]) -> None:
    twins = Twins.objects.get(**w.args["twins"])
    finding.dismiss(twins, **{"reason": "Deux équipes.", **wrong}, **officer(w))


def _merged(w: World, wrong: dict[str, Any]) -> None:
    twins = Twins.objects.get(**w.args["twins"])
    good = {"kept": w.things["received"], "reason": "Un seul dossier."}
    finding.merge(twins, **{**good, **wrong}, **officer(w))


def _view(w: World, wrong: dict[str, Any]) -> None:
    good = {"query": "view=all", "name": "À moi", "is_shared": False, "of_list": "applications"}
    saved_views.save(**{**good, **wrong}, **officer(w))


def _late_code(w: World, wrong: dict[str, Any]) -> None:
    good = {"reason": "Panne.", "expires_at": LATER, "uses": 1}
    late_codes.make(w.things["open call"], **{**good, **wrong}, **officer(w))


def _extended(w: World, wrong: dict[str, Any]) -> None:
    good = {
        "closes_at": w.things["open call"].closes_at + timedelta(days=2),
        "reason_fr": "Panne.",
        "reason_en": "",
    }
    timetable.extend(w.things["open call"], **{**good, **wrong}, **officer(w))


def _early(w: World, wrong: dict[str, Any]) -> None:
    good = {"closes_at": LATER, "reason_fr": "Assez de dossiers."}
    closing.ask_early(w.things["open call"], **{**good, **wrong}, **officer(w))


def _cancelled(w: World, wrong: dict[str, Any]) -> None:
    timetable.cancel(w.things["open call"], **{"reason_fr": "Plus de fonds.", **wrong}, **who(w, "director"))


def _outage(w: World, wrong: dict[str, Any]) -> None:
    good = {"began_at": NOW - timedelta(hours=2), "ended_at": NOW - timedelta(hours=1), "note": "Courant."}
    outages.record(**{**good, **wrong}, **officer(w))


def _sent_back(w: World, wrong: dict[str, Any]) -> None:
    approval.send_back(w.things["proposed call"], **{"note": "Les dates.", **wrong}, **who(w, "director"))


def _copied(w: World, wrong: dict[str, Any]) -> None:
    good = {
        "reference": "AC-2028-07",
        "slug": "copie",
        "opens_at": LATER,
        "closes_at": LATER + timedelta(days=9),
    }
    copying.copy(w.things["call"], **{**good, **wrong}, **officer(w))


def _decided(w: World, wrong: dict[str, Any]) -> None:
    good = {"result": "waiting_list", "rank": 2, "reasons_fr": "", "reasons_en": ""}
    decision.decide(w.things["in review"], **{**good, **wrong}, **officer(w))


def _declined(w: World, wrong: dict[str, Any]) -> None:
    decision.decline(w.things["waiting"], **{"reasons_fr": "Liste close.", **wrong}, **who(w, "director"))


def _screened(w: World, wrong: dict[str, Any]) -> None:
    good = {"eligible": False, "reasons_fr": "Hors du pays."}
    screening.confirm(w.things["received"], **{**good, **wrong}, **officer(w))


def _returned(w: World, wrong: dict[str, Any]) -> None:
    good = {"items": [{"key": "problem", "reason": "À préciser."}], "due_at": LATER, "note": ""}
    screening.return_for_correction(w.things["received"], **{**good, **wrong}, **officer(w))


def _more_time(w: World, wrong: dict[str, Any]) -> None:
    good = {"due_at": datetime(2027, 12, 9, 17, 0, tzinfo=UTC)}
    reminding.extend(w.things["returned"], **{**good, **wrong}, **officer(w))


def _tagged(w: World, wrong: dict[str, Any]) -> None:
    tagging.put(w.things["received"], [], **{"new": "eau", **wrong}, **officer(w))


def _withdrawn(w: World, wrong: dict[str, Any]) -> None:
    withdrawal.withdraw(w.things["draft"], **{"reason": "Autre projet.", **wrong}, **who(w, "owner"))


def _letter(w: World, wrong: dict[str, Any]) -> None:
    letter = GroupLetter.objects.get(public_id=w.args["letter to many"]["ref"])
    good = {"subject_fr": "Réunion", "text_fr": "Le dossier {référence}.", "subject_en": "", "text_en": ""}
    writing.write(letter, {**good, **wrong})


def _empty_letter(w: World, wrong: dict[str, Any]) -> None:
    letter = GroupLetter.objects.get(public_id=w.args["letter to many"]["ref"])
    if not wrong:
        letter.subject_fr, letter.text_fr = "Réunion", "Venez."
        letter.save()
    writing.post(letter, **officer(w))


def _assisted(w: World, wrong: dict[str, Any]) -> None:
    good = {"name": "Kossi Ama", "phone": "+22890000055"}
    assisting.open_file(w.things["open call"], **{**good, **wrong}, **who(w, "agent"))


def _phone(w: World, wrong: dict[str, Any]) -> None:
    helped = Assistance.objects.get(application__public_id=w.args["assisted file"]["ref"])
    assisting.change_phone(helped, **{"phone": "+22890000056", **wrong}, **who(w, "agent"))


def _invited(w: World, wrong: dict[str, Any]) -> None:
    good = {"email": "neuve@example.test", "role": "juror", "full_name": "Neuve", "language": "fr"}
    inviting.invite(**{**good, **wrong}, **who(w, "admin"))


def _granted(w: World, wrong: dict[str, Any]) -> None:
    good = {"role": "juror", "until_at": LATER}
    granting.grant(w.people["outsider"], **{**good, **wrong}, **who(w, "admin"))


def _token(w: World, wrong: dict[str, Any]) -> None:
    good = {"name": "Tableur", "scopes": ["read"], "expires_at": LATER}
    tokens.make(w.people["outsider"], **{**good, **wrong}, **who(w, "outsider"))


def _own_name(w: World, wrong: dict[str, Any]) -> None:
    profile.change(w.people["outsider"], **{"full_name": "Afi", "language": "fr", **wrong}, at=NOW)


def _facts(w: World, wrong: dict[str, Any]) -> None:
    profile.remember(w.people["outsider"], {"last_name": "Afi", **wrong}, at=NOW)


def _mentor(w: World, wrong: dict[str, Any]) -> None:
    good = {"email": "mentore@example.test", "full_name": "Mentore"}
    onboarding.invite_by_email(**{**good, **wrong}, **officer(w))


def _scored(w: World, wrong: dict[str, Any]) -> None:
    criterion = w.things["call"].criteria.first()
    words = {"recommendation": "select", "comment": "Bien.", **wrong}
    score = words.pop("score", (4, "Solide."))
    scoring.save(w.things["hand"], {criterion: score}, words=words, **who(w, "juror"))


def _abstained(w: World, wrong: dict[str, Any]) -> None:
    scoring.abstain(w.things["hand"], **{"reason": "Trop loin de mon métier.", **wrong}, **who(w, "juror"))


def _recused(w: World, wrong: dict[str, Any]) -> None:
    assignment.recuse(w.things["hand"], **{"reason": "Absent.", **wrong}, **officer(w))


def _proposed(w: World, wrong: dict[str, Any]) -> None:
    assignment.propose(w.things["round"], [w.people["juror"]], **{"per_file": 2, **wrong}, **officer(w))


def _ranked(w: World, wrong: dict[str, Any]) -> None:
    committee.apply_ranking(w.things["round"], **{"offers": 1, "waiting": 1, **wrong}, **officer(w))


def _round(w: World, wrong: dict[str, Any]) -> None:
    rounds.extend(
        w.things["round"], **{"closes_at": datetime(2027, 11, 9, tzinfo=UTC), **wrong}, **officer(w)
    )


TEXTS: list[str] = ["", " ", LONG, NUL, HALF]
CASES: dict[str, tuple[Act, list[dict[str, Any]]]] = {
    "CommentForm": (_comment, [*({"text": each} for each in TEXTS), {"audience": "world"}]),
    "ChangeForm": (_changed_comment, [{"text": each} for each in TEXTS]),
    "TaskForm": (_task, [*({"text": each} for each in (*TEXTS, "x" * 401)), {"due_on": NOW.date() - timedelta(1)}]),
    "TwinsForm: two files": (_told_apart, [{"reason": each} for each in TEXTS]),
    "TwinsForm: one file": (_merged, [{"reason": each} for each in TEXTS]),
    "ViewForm": (_view, [{"name": each} for each in (*TEXTS, "x" * 61)]),
    "LateCodeForm": (_late_code, [*({"reason": each} for each in TEXTS), {"uses": 0}, {"uses": 201}, {"expires_at": NOW}]),
    "ClosingForm: later": (_extended, [*({"reason_fr": each} for each in TEXTS), {"reason_en": LONG}, {"closes_at": NOW}]),
    "ClosingForm: earlier": (_early, [*({"reason_fr": each} for each in TEXTS), {"reason_en": NUL}, {"closes_at": NOW}]),
    "ReasonForm: cancelled": (_cancelled, [{"reason_fr": each} for each in TEXTS]),
    "OutageForm": (_outage, [*({"note": each} for each in (*TEXTS, "x" * 301)), {"ended_at": LATER}]),
    "CorrectionForm": (_sent_back, [{"note": each} for each in TEXTS]),
    "CopyForm": (_copied, [{"reference": "demain"}, {"reference": "AC-2028-07" * 3}, {"slug": "deux mots"}, {"slug": ""},
        {"slug": "x" * 81}, {"purpose": "is_secret"}, {"closes_at": LATER}]),
    "DecisionForm": (_decided, [{"result": "perhaps"}, {"result": "eligible"}, {"rank": 0}, {"rank": 99_999_999_999},
        {"reasons_fr": NUL}, {"result": "decline"}]),
    "ReasonsForm": (_declined, [{"reasons_fr": ""}, {"reasons_fr": NUL}]),
    "ReasonsForm: not eligible": (_screened, [{"reasons_fr": NUL}]),
    "ReturnForm": (_returned, [{"items": []}, {"items": [{"key": "nowhere", "reason": "x"}]}, {"note": NUL},
        {"items": [{"key": "problem", "reason": NUL}]}, {"items": [{"section": "nowhere", "reason": "x"}]}, {"due_at": NOW}]),
    "MoreTimeForm": (_more_time, [{"due_at": NOW}, {"due_at": LATER}]),
    "TagsForm": (_tagged, [{"new": "x" * 41}, {"new": NUL}]),
    "WithdrawForm": (_withdrawn, [{"reason": LONG}, {"reason": NUL}, {"reason": HALF}]),
    "LetterForm": (_letter, [{"subject_fr": ""}, {"subject_fr": "x" * 201}, {"text_fr": LONG}, {"text_fr": "{prénom}"},
        {"text_en": NUL}, {"subject_en": "x" * 201}]),
    "a letter without words": (_empty_letter, [{"words": "none"}]),
    "AssistForm": (_assisted, [{"name": ""}, {"name": "x" * 161}, {"name": NUL}, {"phone": "90"}, {"phone": "+228" + "9" * 30}]),
    "PhoneForm": (_phone, [{"phone": "90"}, {"phone": NUL}]),
    "InvitationForm": (_invited, [{"email": "pas une adresse"}, {"email": None, "phone": "12"}, {"role": "king"},
        {"full_name": "x" * 161}, {"full_name": NUL}, {"language": "ewe"}]),
    "GrantForm": (_granted, [{"role": "king"}, {"until_at": NOW}, {"until_at": NOW - timedelta(days=1)}]),
    "TokenForm": (_token, [{"name": ""}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["everything"]}, {"expires_at": NOW},
        {"expires_at": FAR}]),
    "ProfileForm": (_own_name, [{"full_name": "x" * 161}, {"full_name": NUL}, {"language": "ewe"}]),
    "FactsForm": (_facts, [{"last_name": "x" * 121}, {"first_names": NUL}, {"gender": "Z"}, {"phone": "9" * 17}]),
    "MentorInvitationForm": (_mentor, [{"email": "pas une adresse"}, {"full_name": "x" * 161}]),
    "the grid": (_scored, [{"recommendation": "perhaps"}, {"recommendation": "x" * 9}, {"comment": NUL}, {"score": (99, "")},
        {"score": (4, NUL)}]),
    "an abstention": (_abstained, [{"reason": each} for each in (*TEXTS, "x" * 401)]),
    "a file taken back": (_recused, [{"reason": LONG}, {"reason": NUL}]),
    "JurorsForm": (_proposed, [{"per_file": 0}, {"per_file": 10}, {"per_file": True}]),
    "RankingForm": (_ranked, [{"offers": -1}, {"waiting": 99_999_999_999}]),
    "ExtendForm": (_round, [{"closes_at": NOW}]),
}  # fmt: skip


def rows() -> Iterator[tuple[str, list]]:
    """Every row of the slices these acts write to."""
    for name in OURS:
        for model in apps.get_app_config(name).get_models():
            yield model._meta.label, list(model._base_manager.order_by("pk").values_list())


def refused(act: Act, world: World, wrong: dict[str, Any]) -> str:
    """Return the sentence of the refusal, "" where the act was done."""
    try:
        act(world, wrong)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


@pytest.mark.parametrize("form", CASES)
def test_an_act_refuses_what_its_form_refuses(world, form):
    act, wrongs = CASES[form]
    before, taken = dict(rows()), []
    with transaction.atomic():
        for wrong in wrongs:
            with transaction.atomic():
                if not refused(act, world, wrong):
                    taken.append(wrong)
                    transaction.set_rollback(True)
        assert ([str(each)[:80] for each in taken], dict(rows()) == before) == ([], True)
        act(deepcopy(world), {})  # the objects in memory stay as they are
        transaction.set_rollback(True)
