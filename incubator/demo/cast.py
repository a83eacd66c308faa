"""Who plays in the demonstration: the accounts with the known password, and the generated people."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from incubator.accounts.roles import granting, joining
from incubator.people.models import SYSTEM, User
from incubator.people.states import Role

PASSWORD = "pepiniere-demo-2026"  # noqa: S105 – printed on purpose; the demonstration listens on this machine only
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Account:
    """A known account: the part before @demo.example, its role and the name shown."""

    name: str
    role: str
    full_name: str
    what: str


ACCOUNTS = [
    Account("admin", Role.ADMIN, "Akouvi Administratrice", "administratrice"),
    Account("staff", Role.OFFICER, "Kossi Programme", "chargé de programme"),
    Account("staff2", Role.OFFICER, "Essi Programme", "chargée de programme"),
    Account("finance", Role.FINANCE, "Yao Finances", "chargé des finances"),
    Account("approver", Role.APPROVER, "Abla Signature", "signataire"),
    Account("editor", Role.EDITOR, "Mawuli Rédaction", "éditeur du site"),
    Account("director", Role.DIRECTOR, "Afi Direction", "directrice"),
    Account("donor", Role.DONOR, "Dana Bailleur", "bailleur de fonds"),
    Account("agent", Role.AGENT, "Komlan Mairie", "agent communal"),
    Account("juror1", Role.JUROR, "Jurée Un", "membre du jury"),
    Account("juror2", Role.JUROR, "Juré Deux", "membre du jury"),
    Account("juror3", Role.JUROR, "Jurée Trois", "membre du jury"),
    Account("mentor1", Role.MENTOR, "Mentore Un", "mentore"),
    Account("mentor2", Role.MENTOR, "Mentor Deux", "mentor"),
    Account("founder1", "", "Fondatrice Un", "fondatrice, en incubation"),
    Account("founder2", "", "Fondateur Deux", "fondateur, candidat"),
]


def people(at: datetime) -> dict[str, User]:
    """Register the known accounts with their password and roles; return them by name."""
    hashed = make_password(
        PASSWORD
    )  # once: the cost of hashing is meant for attackers, not for the first start
    found = {}
    for account in ACCOUNTS:
        person = joining.register(
            email=f"{account.name}@{DOMAIN}", full_name=account.full_name, by=SYSTEM, at=at
        )
        person.password = hashed
        person.save(update_fields=["password"])
        if account.role:
            granting.grant(person, account.role, by=SYSTEM, at=at)
        found[account.name] = person
    return found


def registered() -> dict[str, User]:
    """Return the known accounts by name, once they are registered."""
    emails = {f"{account.name}@{DOMAIN}": account.name for account in ACCOUNTS}
    return {emails[person.email]: person for person in User.objects.filter(email__in=emails)}


def generated(number: int, full_name: str, at: datetime) -> User:
    """Register a generated person, who has no usable password."""
    return joining.register(email=f"personne{number}@{DOMAIN}", full_name=full_name, by=SYSTEM, at=at)
