"""Pages of the public site, and the form editor."""

from cms.models.base import BasePage
from cms.models.calls import CallIndexPage, CallPage
from cms.models.form import CallForm
from cms.models.home import HomePage
from cms.models.pages import StandardPage, StoryIndexPage, StoryPage

__all__ = [
    "BasePage",
    "CallForm",
    "CallIndexPage",
    "CallPage",
    "HomePage",
    "StandardPage",
    "StoryIndexPage",
    "StoryPage",
]
