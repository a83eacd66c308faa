"""Applications, their answers, frozen revisions, corrections asked for and decisions."""

from incubator.applications.models.answers import Answer, Revision, answer_sources
from incubator.applications.models.application import Application, ApplicationMember
from incubator.applications.models.office import Correction, Decision

__all__ = [
    "Answer",
    "Application",
    "ApplicationMember",
    "Correction",
    "Decision",
    "Revision",
    "answer_sources",
]
