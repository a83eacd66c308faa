"""Mentors at the side of the start-ups, and what they wrote down."""

from datetime import date, timedelta
from random import Random

from incubator.cohorts.models import Place
from incubator.demo.incubation import noon
from incubator.people.models import User
from incubator.startups.models import Startup
from mentorship import matching, onboarding, session_log
from mentorship.models import Action, Match, Mentor
from mentorship.session_log import NewAction
from mentorship.states import ActionOwner, Colour, Mode, Topic

SUMMARIES = [
    "Nous avons relu les prix : le groupement accepte de payer au mois. Prochaine étape, un contrat d’une page.",
    "La version d’essai marche au marché ; il manque une écoute plus courte. L’équipe la prépare pour lundi.",
    "Point sur la trésorerie : deux mois d’avance. L’équipe relance trois clients avant la fin du mois.",
    "Répétition de la présentation : dire d’abord le problème, puis montrer. Dix minutes au lieu de vingt.",
]
ACTIONS = [
    "Écrire le contrat d’une page",
    "Appeler trois clients",
    "Préparer la version courte",
    "Tenir le cahier de caisse",
]


def mentor(person: User, *, by: User, on: date) -> Mentor:
    """Invite, approve and activate a mentor."""
    at = noon(on)
    made = onboarding.invite(person, expertise="Vente et gestion", sectors=(), by=by, at=at)
    onboarding.approve(made, by=by, at=at)
    return onboarding.sign_charter(made, by=person, at=at)


def match(mentor: Mentor, place: Place, *, by: User, on: date) -> Match:
    """Propose and confirm a mentor for a start-up."""
    proposed = matching.propose(mentor, place.startup, goals="Premiers clients payants", by=by, at=noon(on))
    return matching.confirm(proposed, by=by, at=noon(on))


def part(startup: Startup, *, by: User, on: date) -> None:
    """End the mentoring of a start-up that finished."""
    for match in Match.objects.active().filter(startup=startup):
        matching.end(match, by=by, at=noon(on))


def sessions(startup: Startup, mentor: Mentor, draw: Random, *, days: list[date]) -> None:
    """Log one session a day given, with an action that the next one closes."""
    waiting: list[Action] = []
    for place, day in enumerate(days):
        logged = session_log.log(
            startup,
            mentor=mentor,
            held_on=day,
            minutes=draw.choice((30, 45, 60, 90)),
            mode=draw.choice(Mode.values),
            topics=draw.sample(Topic.values, 2),
            summary=SUMMARIES[place % len(SUMMARIES)],
            note="Équipe soudée ; la personne en charge de la technique est très prise."
            if place == 1
            else "",
            colour=draw.choices(Colour.values, (6, 3, 1))[0],
            present="",
            new_actions=[NewAction(draw.choice(ACTIONS), ActionOwner.TEAM, day + timedelta(days=14))],
            done=waiting,
            by=mentor.person,
            at=noon(day, hour=18),
        )
        waiting = list(logged.actions.all())
