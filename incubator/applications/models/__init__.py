"""Applications, their answers, frozen revisions, corrections asked for, decisions, casework, and the team."""

from incubator.applications.models.answers import Answer, Revision, answer_sources
from incubator.applications.models.application import Application, ApplicationMember
<<<<<<< HEAD
from incubator.applications.models.desk import BulkRun, GroupLetter, KeptColumns, SavedView, SearchText
=======
from incubator.applications.models.casework import Clearance, FileTag, Note, Redaction, Tag
>>>>>>> 42151a4 (Comments for their readers, tasks, tags; a blind jury reads what was cleared and no names)
from incubator.applications.models.office import Correction, Decision
from incubator.applications.models.team import LeadOffer, TeamInvitation

__all__ = [
    "Answer",
    "Application",
    "ApplicationMember",
<<<<<<< HEAD
    "BulkRun",
    "Correction",
    "Decision",
    "GroupLetter",
    "KeptColumns",
=======
    "Clearance",
    "Correction",
    "Decision",
    "FileTag",
>>>>>>> 42151a4 (Comments for their readers, tasks, tags; a blind jury reads what was cleared and no names)
    "LeadOffer",
    "Note",
    "Redaction",
    "Revision",
<<<<<<< HEAD
    "SavedView",
    "SearchText",
=======
    "Tag",
>>>>>>> 42151a4 (Comments for their readers, tasks, tags; a blind jury reads what was cleared and no names)
    "TeamInvitation",
    "answer_sources",
]
