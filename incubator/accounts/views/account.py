"""A person's own account: name, language, contacts, space."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts import access, contacts, profile
from incubator.accounts.contacts import Door
from incubator.accounts.forms import CodeForm, FactsForm, NewContactForm, ProfileForm
from incubator.accounts.sign_in import codes, second_factor, sources, steps
from incubator.accounts.states import Appearance, CodeFor, space_label
from incubator.accounts.views.proving import proved_once_more
from incubator.core import cookies
from incubator.people.models import Contact
from incubator.workflow.doors import Attempt, Said

NEW_CONTACT = "new_contact"


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = ProfileForm(
        request.POST or None, initial={"full_name": person.full_name, "language": person.language}
    )
    if form.is_valid():
        with Attempt(form):
            profile.change(person, **form.cleaned_data, at=request.received_at, read=form.read)
            response = redirect("accounts:account")
            _keep_language(request, response, person.language)
            with override(person.language):
                messages.success(request, _("Saved."))
            return response
    context = {
        "form": form,
        "contacts": person.contacts.order_by("kind", "value"),
        "factor_on": second_factor.is_on(person),
        "spaces": access.spaces(person, request.received_at),
        "has_password": person.has_usable_password(),
        "appearances": Appearance.choices,
    }
    return render(request, "accounts/account.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    """What calls ask of the person, said once."""
    known = FactsForm.initial_of(profile.of(request.user))
    posted = request.POST if request.method == "POST" else None
    form = FactsForm(posted, initial=known, at=request.received_at)
    if form.is_valid():
        with Attempt(form):
            profile.remember(request.user, form.cleaned_data, at=request.received_at, read=form.read)
            messages.success(request, _("Saved. Calls will offer these answers filled in."))
            return redirect("accounts:facts")
    return render(request, "accounts/facts.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@proved_once_more
@access.tells_when
def add_contact(request: HttpRequest) -> HttpResponse:
    form = NewContactForm(request.POST or None)
    if form.is_valid():
        door: Door = form.cleaned_data["contact"]
        if codes.can_reach(door):
            source = sources.of(request)
            codes.send(
                door, language=request.user.language, source=source, at=request.received_at,
                purpose=CodeFor.CONTACT,
            )  # fmt: skip
            request.session[NEW_CONTACT] = [door.kind, door.value]
            return redirect("accounts:prove_contact")
        form.add_error("contact", _("No SMS can be sent for now: give an e-mail address."))
    return render(request, "accounts/add_contact.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@proved_once_more
@access.tells_when
def prove_contact(request: HttpRequest) -> HttpResponse:
    if NEW_CONTACT not in request.session:
        return redirect("accounts:add_contact")
    door = Door(*request.session[NEW_CONTACT])
    form = CodeForm(request.POST or None)
    if form.is_valid():
        typed, at = form.cleaned_data["code"], request.received_at
        if codes.use(door, typed, source=sources.of(request), at=at, purpose=CodeFor.CONTACT):
            del request.session[NEW_CONTACT]
            contacts.add(request.user, door, by=request.user, at=at)
            messages.success(request, _("Added. You can sign in with it from now on."))
            return redirect("accounts:account")
        form.add_error(
            "code", _("This code does not match, or is no longer valid. Check it, or ask for another.")
        )
    context = {"form": form, "door": door}
    return render(request, "accounts/prove_contact.html", context, status=422 if form.is_bound else 200)


@require_POST
@proved_once_more
def remove_contact(request: HttpRequest) -> HttpResponse:
    contact = get_object_or_404(Contact, person=request.user, value=request.POST.get("contact", ""))
    with Said(request):
        contacts.remove(contact, by=request.user, at=request.received_at)
        messages.success(request, _("Removed. It no longer opens your account."))
    return redirect("accounts:account")


@require_http_methods(["GET", "POST"])
def space(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        chosen = access.choose_space(request, request.POST.get("space", ""))
        return redirect(chosen.home if chosen else "accounts:space")
    mine, here = access.spaces(request.user, request.received_at), access.current_space(request)
    # Higher slices may have told applicants from founders: the words shown are theirs, in the same order.
    words = [space_label(code) for code in request.spaces]
    context = {"spaces": list(zip(mine, words, strict=True)), "here": here}
    return render(request, "accounts/space.html", context)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    target = steps.local_address(request, request.POST.get("next", "")) or "/"
    response = redirect(target)
    if wanted in ("fr", "en"):
        if request.user.is_authenticated:
            profile.speak(request.user, wanted)
        _keep_language(request, response, wanted)
    return response


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember in this browser whether the pages inside are light, dark, or as the device says."""
    response = redirect("accounts:account")
    wanted = request.POST.get("appearance", "")
    if wanted in Appearance.values:
        cookies.keep(response, settings.APPEARANCE_COOKIE_NAME, wanted)
        messages.success(request, _("Saved."))
    return response


def _keep_language(request: HttpRequest, response: HttpResponse, wanted: str) -> None:
    if request.user.is_authenticated:
        request.session[steps.LANGUAGE] = wanted
    cookies.keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
