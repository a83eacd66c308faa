"""The life of a start-up's public profile and of its verified registration, and its reference lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.proposals import two_people
from incubator.workflow.wording import name_verbs


class StartupState(models.TextChoices):
    HIDDEN = "hidden", _("Hidden")
    PUBLISHED = "published", _("Published")


LIFECYCLE = Lifecycle(
    "startup",
    publish=(StartupState.HIDDEN, StartupState.PUBLISHED, _("Publish the profile")),
    hide=(StartupState.PUBLISHED, StartupState.HIDDEN, _("Hide the profile")),
)


REGISTRATION = two_people("registration", lock="startup", related=("startup",))


class Stage(models.TextChoices):
    """How far the product is. The codes are those that calls use."""

    IDEA = "idee", _("Idea")
    PROTOTYPE = "prototype", _("Prototype")
    MVP = "mvp", _("Minimum viable product")
    TRACTION = "traction", _("First customers")
    GROWTH = "croissance", _("Growth")


class LegalForm(models.TextChoices):
    """OHADA legal forms, "not registered" among them."""

    NONE = "none", _("Not yet registered")
    ENTREPRENANT = "entreprenant", _("“Entreprenant” (declared small operator)")
    EI = "ei", _("Sole proprietorship")
    SARLU = "sarlu", _("Single-member limited liability company (SARLU)")
    SARL = "sarl", _("Limited liability company (SARL)")
    SASU = "sasu", _("Single-member simplified joint-stock company (SASU)")
    SAS = "sas", _("Simplified joint-stock company (SAS)")
    SA = "sa", _("Public limited company (SA)")
    SNC = "snc", _("General partnership (SNC)")
    COOP = "coop", _("Cooperative society")
    GIE = "gie", _("Economic interest group (GIE)")
    ASSO = "asso", _("Association or NGO")


class Gender(models.TextChoices):
    WOMAN = "F", _("Woman")
    MAN = "M", _("Man")
    NOT_SAID = "N", _("Prefers not to answer")


class MemberRole(models.TextChoices):
    LEAD = "lead", _("Project lead")
    FOUNDER = "founder", _("Founder")
    MEMBER = "member", _("Team member")


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "startup.erase": _("Start-up erased"),
        "startup.found": _("Start-up recorded"),
        "startup.update": _("Profile changed"),
        "startup.give": _("Start-up handed to its team"),
        "startup.join": _("Joined the start-up"),
        "startup.leave": _("Left the start-up"),
        "registration.propose": _("Registration proposed as verified"),
        "registration.confirm": _("Registration verified"),
        "registration.refuse": _("Registration refused"),
    }
)
