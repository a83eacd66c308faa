"""Counting the files of a list."""

from incubator.programmes.models import Programme


def test_an_officer_whose_programme_has_no_call_reads_an_empty_list(call, officer2, client_for):
    elsewhere = Programme.objects.create(centre=call.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=officer2)

    assert client_for(officer2).get("/desk/applications/").status_code == 200
