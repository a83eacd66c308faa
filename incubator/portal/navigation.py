"""The menu of each space as one table (at most six entries), and how it is read for a request.

An entry comes with its page: an address that does not exist is a mistake, and raises.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# A target is a url name, or one path per language for pages of the public site.
Target = str | dict[str, str]


@dataclass(frozen=True)
class Link:
    """One entry of a menu, resolved for a language."""

    label: str
    icon: str
    url: str
    prefix: str

    def is_current(self, path: str) -> bool:
        """Tell whether a path stands under this entry."""
        return path.startswith(self.prefix) if self.prefix else path == self.url


# Pages of one start-up: their addresses hold its slug.
OF_A_STARTUP = frozenset(
    {"milestones:list", "reporting:list", "mentorship:founder", "funding:grant", "portal:startup"}
)
HELP: Target = {"fr": "/aide/", "en": "/en/help/"}

# space: [(label, icon, target, match prefix or "" for this very page)]
NAVIGATION: dict[str, list[tuple[object, str, Target, str | None]]] = {
    "visitor": [
        (_("Calls"), "calls", {"fr": "/appels/", "en": "/en/calls/"}, None),
        (_("Start-ups"), "leaf", {"fr": "/startups/", "en": "/en/startups/"}, None),
        (_("News"), "bell", {"fr": "/actualites/", "en": "/en/news/"}, None),
        (_("Results"), "report", {"fr": "/resultats/", "en": "/en/results/"}, None),
        (_("The centre"), "home", {"fr": "/centre/", "en": "/en/centre/"}, None),
        (_("Help"), "help", HELP, None),
    ],
    "applicant": [
        (pgettext_lazy("menu", "Home"), "home", "portal:home", ""),
        (_("My applications"), "file", "applications:list", None),
        (_("My profile"), "user", "accounts:account", None),
        (_("Help"), "help", HELP, None),
    ],
    "founder": [
        (pgettext_lazy("menu", "Home"), "home", "portal:home", ""),
        (_("Milestones"), "milestone", "milestones:list", None),
        (_("Reports"), "report", "reporting:list", None),
        (_("Mentoring"), "mentor", "mentorship:founder", None),
        (_("Grant"), "money", "funding:grant", None),
        (_("My start-up"), "leaf", "portal:startup", ""),
    ],
    "mentor": [
        (pgettext_lazy("menu", "Home"), "home", "portal:home", ""),
        (_("My start-ups"), "leaf", "mentorship:startups", None),
        (_("Sessions"), "mentor", "mentorship:sessions", None),
        (_("My profile"), "user", "mentorship:profile", None),
    ],
    "juror": [
        (pgettext_lazy("menu", "Home"), "home", "portal:home", ""),
        (_("My files"), "file", "reviews:files", None),
        (_("My scores"), "report", "reviews:scores", None),
        (_("My interests"), "lock", "conflicts:mine", None),
        (_("Guide"), "help", {"fr": "/aide/jury/", "en": "/en/help/jury/"}, None),
    ],
    "agent": [
        (pgettext_lazy("menu", "Home"), "home", "portal:home", ""),
        (_("Assist someone"), "user", "applications:assist", ""),
        (_("Assisted files"), "file", "applications:assisted", None),
        (_("Calls"), "calls", {"fr": "/appels/", "en": "/en/calls/"}, None),
        (_("Guide"), "help", {"fr": "/aide/agent/", "en": "/en/help/agent/"}, None),
    ],
    "officer": [
        (_("To do"), "check", "portal:desk", ""),
        (_("Calls"), "calls", "programmes:desk_calls", None),
        (_("Start-ups"), "leaf", "portal:desk_startups", None),
        (_("Follow-up"), "milestone", "milestones:desk_list", "/desk/follow-up/"),
        (_("Mentoring"), "mentor", "mentorship:desk", None),
        (_("Results"), "report", "portal:desk_results", None),
    ],
    "finance": [
        (_("To do"), "check", "portal:desk", ""),
        (_("Tranches"), "milestone", "funding:tranches", None),
        (_("Payments"), "money", "funding:payments", None),
        (_("Income"), "download", "funding:income", None),
        (_("Budget"), "report", "funding:lines", None),
        (_("Ledger"), "file", "funding:ledger", None),
    ],
    "approver": [
        (_("To do"), "home", "portal:desk", ""),
        (_("To sign"), "edit", "funding:to_sign", None),
        (_("Signed"), "check", "funding:signed", None),
        (_("Budget"), "report", "funding:lines", None),
        (_("Ledger"), "file", "funding:ledger", None),
    ],
    "director": [
        (pgettext_lazy("menu", "Home"), "home", "portal:desk", ""),
        (_("To decide"), "check", "portal:decide", None),
        (_("Calls"), "calls", "programmes:desk_calls", None),
        (_("Start-ups"), "leaf", "portal:desk_startups", None),
        (_("Budget"), "money", "funding:lines", None),
        (_("Results"), "report", "portal:desk_results", None),
    ],
    "donor": [
        (pgettext_lazy("menu", "Home"), "home", "portal:desk", ""),
        (_("Results"), "report", "portal:desk_results", None),
        (_("Start-ups"), "leaf", "portal:desk_startups", None),
        (_("Budget"), "money", "funding:lines", None),
        (_("Reports"), "file", "reporting:desk_list", None),
    ],
    "editor": [
        (_("Pages"), "file", "wagtailadmin_explore_root", None),
        (_("Media"), "eye", "wagtailimages:index", None),
    ],
    "admin": [
        (_("To do"), "check", "portal:desk", ""),
        (_("People"), "team", "portal:people", None),
        (_("Messages"), "mentor", "portal:messages", None),
        (_("Imports and exports"), "download", "exports:jobs", None),
        (_("Audit log"), "clock", "portal:audit", None),
        (_("Personal data"), "lock", "portal:register", None),
    ],
}

# Addresses of the header and the foot, by the name templates use.
PLACES: dict[str, Target] = {
    "home": {"fr": "/", "en": "/en/"},
    "my_space": "portal:home",
    "login": "accounts:login",
    "logout": "accounts:logout",
    "account": "accounts:account",
    "switch_space": "accounts:space",
    "help": HELP,
    "contact": {"fr": "/contact/", "en": "/en/contact/"},
    "complaint": {"fr": "/reclamation/", "en": "/en/complaint/"},
    "set_language": "accounts:language",
    "privacy": {"fr": "/vos-donnees/", "en": "/en/your-data/"},
}


def address(target: Target, language: str, kwargs: tuple[tuple[str, str], ...] = ()) -> str | None:
    """Return where a target leads; None for a page of a start-up while no start-up is known.

    Raises NoReverseMatch for a name that no page has.
    """
    if isinstance(target, dict):
        return target["en" if language == "en" else "fr"]
    known = dict(kwargs)
    if target not in OF_A_STARTUP:
        return reverse(target)
    return reverse(target, kwargs={"slug": known["slug"]}) if "slug" in known else None


@lru_cache(maxsize=512)
def menu(space: str, language: str, kwargs: tuple[tuple[str, str], ...] = ()) -> tuple[Link, ...]:
    """Return the entries of a space in a language; those of a start-up only once `kwargs` names it.

    `kwargs` are the words an address of this space needs, such as the slug of the start-up.
    """
    links = []
    for label, icon, target, prefix in NAVIGATION.get(space, []):
        url = address(target, language, kwargs)
        if url:
            links.append(Link(str(label), icon, url, url if prefix is None else prefix))
    return tuple(links)


@lru_cache(maxsize=8)
def places(language: str) -> dict[str, str | None]:
    """Return the addresses of header and foot in a language."""
    return {name: address(target, language) for name, target in PLACES.items()}
