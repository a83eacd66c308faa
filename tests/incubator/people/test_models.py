from datetime import timedelta

import pytest
from django.db import IntegrityError

from incubator.people.models import SYSTEM, Contact, Grant, User
from incubator.people.states import Role


def test_a_role_holds_between_its_instants(outsider, at):
    Grant.objects.create(person=outsider, role=Role.JUROR, from_at=at, until_at=at + timedelta(days=1))

    assert outsider.roles(at) == {Role.JUROR}
    outsider.forget_roles()
    assert outsider.roles(at + timedelta(days=1)) == frozenset()
    outsider.forget_roles()
    assert outsider.roles(at - timedelta(seconds=1)) == frozenset()


def test_nobody_is_superuser(outsider):
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=outsider.pk).update(is_superuser=True)


def test_a_contact_opens_one_door_only(founder, outsider):
    with pytest.raises(IntegrityError):
        Contact.objects.create(person=outsider, kind="email", value=founder.email, is_sign_in=True)


def test_a_number_may_be_shared_as_a_contact(founder, outsider):
    for person in (founder, outsider):
        Contact.objects.create(person=person, kind="phone", value="+22890000009")

    assert Contact.objects.filter(value="+22890000009").count() == 2


def test_the_system_holds_no_role(at):
    assert SYSTEM.roles(at) == frozenset()


def test_an_address_is_kept_in_lower_case(db):
    assert User.objects.create_user(email="AFI@Example.Test").email == "afi@example.test"
