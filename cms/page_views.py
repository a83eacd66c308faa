"""What the CMS does with pages of every kind: an address that is taken is said, and nobody's text is written over unread."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from cms.editing import merging
from incubator.ui.typography import clock_time


class SaysWhatIsTaken:
    """A form of a page whose address another page took since it was checked: said at its field, all typed still there."""

    # The field of the form for a column of the page, where they have two names.
    renamed: dict[str, str] = {}

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as taken:
            for name, sentences in _by_field(taken).items():
                name = self.renamed.get(name, name)
                form.add_error(name if name in form.fields else None, sentences)
            return self.form_invalid(form)  # type: ignore[attr-defined]


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}


class CreatePage(SaysWhatIsTaken, CreateView):
    """Create a page at the first press of a button; from then on it saves itself while it is edited.

    Saved by itself before that, a page and the press of a button on a slow line would both create it.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "autosave_enabled": False}


class EditPage(SaysWhatIsTaken, EditView):
    """Save a page over the version that was read; over another one only what the writer changed, or nothing."""

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id)
        with transaction.atomic():
            # Two saves at once: the second looks at what the first one wrote.
            Page.objects.select_for_update().filter(pk=page_id).first()
            return super().dispatch(request, page_id)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        if self.is_out_of_date and not self.expects_json_response:
            read = merging.version_read(self.page, self.request.POST)
            self.other = self.latest_revision.as_object()
            names = merging.columns(self.page, form.fields)
            made = merging.merge(form.instance, self.other, read and read.as_object(), names)
            if made.both:
                return self._show_both(form, made)
            self._go_on_from_the_latest()
            messages.info(self.request, self._who() + " " + _("What you both changed is kept."))
        return super().form_valid(form)

    def _go_on_from_the_latest(self) -> None:
        """The version that saved itself is no longer the last one: the merged text becomes a new one."""
        post = self.request.POST.copy()
        post.pop("overwrite_revision_id", None)
        self.request.POST = post

    def _who(self) -> str:
        facts = {
            "person": self.latest_revision.user or _("Somebody"),
            "time": clock_time(self.latest_revision.created_at),
        }
        return _("%(person)s saved this page at %(time)s, while you were writing.") % facts

    def _show_both(self, form: ModelForm, made: merging.Merge) -> HttpResponse:
        """Show the page with the writer's text and what the other did elsewhere, and the other's of the same fields."""
        theirs = [
            _("%(field)s, as it was saved: “%(text)s”.")
            % {"field": form.fields[column.name].label, "text": merging.shown(column, self.other)}
            for column in made.both
        ]
        last = _("Your own text is in the form and nothing is written over: save again to keep it.")
        address = reverse("wagtailadmin_pages:history", args=[self.page.pk])
        words = " ".join([self._who(), *theirs, last])
        messages.warning(
            self.request, words, buttons=[messages.button(address, _("All the versions"), new_window=True)]
        )
        self.form = self.form_class(
            instance=form.instance,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data(), status=409)


class CopyPage(SaysWhatIsTaken, CopyView):
    """Copy a page; a place that is no longer there is said at its field."""

    renamed = {"slug": "new_slug", "title": "new_title"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("new_parent_page", "")
        if wanted.isdecimal() and Page.objects.filter(pk=wanted).exists():
            return super().post(request, *args, **kwargs)
        request.POST = request.POST.copy()
        request.POST["new_parent_page"] = ""
        return super(CopyView, self).post(request, *args, **kwargs)


class ApprovePage(WorkflowActionView):
    """Approve or return a page; one that cannot go live stays where it is, with a sentence."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join([_("The page did not go live."), *refusal.messages]))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


def refuse_in_bulk(
    request: HttpRequest, kind: str, pages: list[Page], act: BulkAction
) -> HttpResponse | None:
    """Publish none of several pages when one of them cannot go live, and say which and why."""
    if kind != "publish" or act.model is not Page:
        return None
    deep = act.cleaned_form.cleaned_data.get("include_descendants")
    chosen = [one for page in pages for one in (page.get_descendants(inclusive=True) if deep else [page])]
    try:
        for page in chosen:
            page = page.specific
            page.live = True
            page.full_clean()
    except ValidationError as refusal:
        words = [
            _("Nothing was published: “%(page)s” cannot go live.") % {"page": page.title},
            *refusal.messages,
        ]
        messages.error(request, " ".join(words))
        return redirect(act.next_url)
    return None
