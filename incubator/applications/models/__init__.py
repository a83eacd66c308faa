"""Applications, their answers, frozen revisions, corrections asked for, decisions, casework, assistance, the team."""

from incubator.applications.models.answers import Answer, Revision, answer_sources
from incubator.applications.models.application import Application, ApplicationMember
from incubator.applications.models.assisting import AgentTerm, Assistance, Method
from incubator.applications.models.casework import Clearance, FileTag, Note, Redaction, Tag
from incubator.applications.models.desk import BulkRun, GroupLetter, SearchText
from incubator.applications.models.duplicates import TwinKey, TwinLook, Twins
from incubator.applications.models.importing import ImportBatch, ImportMapping, ImportRow
from incubator.applications.models.invitation import CallInvitation
from incubator.applications.models.late import LateCode, LateEntry
from incubator.applications.models.office import Correction, Decision
from incubator.applications.models.team import LeadOffer, TeamInvitation

__all__ = [
    "AgentTerm",
    "Answer",
    "Application",
    "ApplicationMember",
    "Assistance",
    "BulkRun",
    "CallInvitation",
    "Clearance",
    "Correction",
    "Decision",
    "FileTag",
    "GroupLetter",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "LateCode",
    "LateEntry",
    "LeadOffer",
    "Method",
    "Note",
    "Redaction",
    "Revision",
    "SearchText",
    "Tag",
    "TeamInvitation",
    "TwinKey",
    "TwinLook",
    "Twins",
    "answer_sources",
]
