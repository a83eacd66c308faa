"""Addresses of the slice, grouped by prefix."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from incubator.accounts.views import account, door, people, proving, security

app_name = "accounts"
urlpatterns = [
    # login/
    path("login/", door.login, name="login"),
    path("login/code/", door.code, name="code"),
    path("login/code/resend/", door.resend, name="resend"),
    path("login/second-factor/", door.second_step, name="second_step"),
    # logout/
    path("logout/", door.logout, name="logout"),
    path("logout/erased/", door.erased, name="erased"),
    # account/
    path("account/", account.account, name="account"),
    path("account/profile/", account.facts, name="facts"),
    path("account/language/", account.language, name="language"),
    path("account/appearance/", account.appearance, name="appearance"),
    path("account/space/", account.space, name="space"),
    path("account/contacts/add/", account.add_contact, name="add_contact"),
    path("account/contacts/code/", account.prove_contact, name="prove_contact"),
    path("account/contacts/remove/", account.remove_contact, name="remove_contact"),
    path("account/password/", security.password, name="password"),
    path("account/confirm/", security.confirm, name="confirm"),
    path("account/prove/", proving.prove, name="prove"),
    path("account/devices/", security.device_list, name="devices"),
    path("account/devices/end/", security.end_device, name="end_device"),
    path("account/tokens/", security.token_list, name="tokens"),
    path("account/tokens/revoke/", security.revoke_token, name="revoke_token"),
    # account/second-factor/
    path("account/second-factor/", security.factor, name="second_factor"),
    path("account/second-factor/codes/", security.recovery_codes, name="recovery_codes"),
    path("account/second-factor/codes/renew/", security.renew_codes, name="renew_codes"),
    path("account/second-factor/off/", security.factor_off, name="factor_off"),
    # desk/people/
    path("desk/people/invite/", people.invite, name="invite"),
    path("desk/people/<str:public_id>/", people.person, name="person"),
    path("desk/people/<str:public_id>/give/", people.give, name="give"),
    # cms/: one door, one account page, one place for people
    path("cms/login/", door.cms_login),
    path("cms/logout/", door.logout),
    re_path(r"^cms/password_reset/", door.cms_login),
    re_path(r"^cms/account/", RedirectView.as_view(pattern_name="accounts:account")),
    re_path(r"^cms/(?:users|groups)/", RedirectView.as_view(pattern_name="portal:people")),
]
