"""The open call and the twelve start-ups of the sample file, each at its own point of applying."""

from datetime import datetime, timedelta

from incubator.applications.casework import screening
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.demo import calls, filing
from incubator.demo.cast import generated
from incubator.people.models import User
from incubator.programmes.models import Call

# slug → how far it has come. The first one belongs to the known applicant.
STAGES = {
    "su-01": "drafted",
    "su-02": "eligible",
    "su-03": "sent",
    "su-04": "sent",
    "su-05": "returned",
    "su-06": "sent",
    "su-07": "corrected",
    "su-08": "sent",
    "su-09": "half",
    "su-10": "sent",
    "su-11": "ineligible",
    "su-12": "withdrawn",
}


def build(cast: dict[str, User], *, now: datetime) -> Call:
    """Open the sample call and bring each of the twelve to its stage."""
    call = calls.open_now(cast["staff"], cast["director"], now=now)
    for place, startup in enumerate(calls.sample()["startups"]):
        at = now - timedelta(days=12 - place, hours=3)
        lead = cast["founder2"] if place == 0 else generated(9000 + place, startup["name"], at)
        _apply(call, startup, lead, cast["staff"], stage=STAGES[startup["slug"]], at=at)
    return call


def _apply(call: Call, startup: dict, lead: User, staff: User, *, stage: str, at: datetime) -> Application:
    answers = {key: value for key, value in startup["answers"].items() if value is not None}
    application = drafting.start(call, by=lead, at=at)
    if stage == "half":
        answers = dict(list(answers.items())[: len(answers) // 2])
    drafting.save_answers(application, answers, by=lead, at=at)
    if stage in ("half", "withdrawn"):
        if stage == "withdrawn":
            withdrawal.withdraw(application, by=lead, at=at + timedelta(hours=1))
        return application
    filing.add_documents(application, by=lead, at=at)
    if stage == "drafted":
        return application
    sending.submit(application, by=lead, at=at + timedelta(hours=1))
    later = at + timedelta(hours=20)
    if stage in ("eligible", "ineligible"):
        screening.confirm(
            application,
            eligible=stage == "eligible",
            reasons_fr=""
            if stage == "eligible"
            else "Moins de la moitié de l’équipe fondatrice réside au Togo.",
            by=staff,
            at=later,
        )
    if stage in ("returned", "corrected"):
        _return(application, lead, staff, at=later, answered=stage == "corrected")
    return application


def _return(application: Application, lead: User, staff: User, *, at: datetime, answered: bool) -> None:
    """Ask for a longer answer to the first long text that the jury reads."""
    field = next(
        f for f in application.form_version.form.fields() if f.type == "textarea" and f.reviewer_visible
    )
    screening.return_for_correction(
        application,
        items=[{"key": field.key, "reason": "Précisez qui fait quoi, sans nommer personne."}],
        due_at=at + timedelta(days=7),
        by=staff,
        at=at,
    )
    if answered:
        text = "Deux personnes développent à plein temps, une troisième suit les communes à mi-temps."
        drafting.save_answers(application, {field.key: text}, by=lead, at=at + timedelta(hours=2))
        sending.resubmit(application, by=lead, at=at + timedelta(hours=3))
