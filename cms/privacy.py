"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.forgetting import stays
from incubator.core.personal_data import Erasure, Ground, Kept, Processing, Since, declare, impersonal

SITE = Processing(
    "site",
    title=_("Public site"),
    purpose=_("To tell what the centre does, with stories of those who agreed to be shown."),
    ground=Ground.CONSENT,
    people=_("people named or shown on a page"),
    data=_("names, words and pictures on the pages of the site"),
    recipients=_("the public"),
    kept=Kept(0, Since.EXPIRED, _("A page stays until the consent is taken back.")),
)
PUBLIC = _("It stands on a public page.")

declare("cms.CallPage", SITE, public="body", erase=Erasure.REPLACED, withheld=PUBLIC)
declare("cms.HomePage", SITE, public="body partners", erase=Erasure.REPLACED, withheld=PUBLIC)
declare("cms.StandardPage", SITE, public="lead body", erase=Erasure.REPLACED, withheld=PUBLIC)
declare("cms.StoryPage", SITE, public="lead body", erase=Erasure.REPLACED, withheld=PUBLIC)
impersonal("cms.StoryPage", "day")
impersonal("cms.CallForm", "steps version_sha256")
impersonal("cms.CallIndexPage", "lead")
impersonal("cms.HomePage", "sentence way")
impersonal("cms.StoryIndexPage", "lead")
CONSENTED = "A page is changed by an editor, when somebody shown on it takes their consent back."
for page in ("CallPage", "HomePage", "StandardPage", "StoryPage"):
    stays(f"cms.{page}", CONSENTED)
WHO_WROTE = "Who wrote what on the public site: the link stays, and leads to a person without a name."
for table in (
    "wagtailcore.Revision", "wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry", "wagtailcore.Page",
    "wagtailcore.Comment", "wagtailcore.CommentReply", "wagtailcore.TaskState", "wagtailcore.WorkflowState",
    "wagtailcore.UploadedFile", "wagtailimages.Image", "wagtaildocs.Document",
):  # fmt: skip
    stays(table, WHO_WROTE)
