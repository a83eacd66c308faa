import pytest
from tests.access.table import TABLE
from tests.access.asking import ask, address
from tests.access.test_table import name_of
from tests.conftest import make_person
from incubator.people.states import Role
from incubator.programmes.models import Programme
from django.test import Client
pytestmark = pytest.mark.django_db
def test_w(world):
    p = make_person("other_officer", Role.OFFICER)
    other = Programme.objects.first(); other.pk = None; other.slug = "ailleurs"; other._state.adding = True; other.save()
    other.staff.create(person=p)
    c = Client(); c.force_login(p, backend="incubator.accounts.backends.OneDoor"); world.sessions["oo"]=c.cookies["session"].value
    out=[]
    for key,row in TABLE.items():
        url=address(world,name_of(key),row.about)
        for m,col in (("GET",row.get),("POST",row.post)):
            a=ask(world,"oo",m,url)
            if a.cell!=404 and a.cell!=col["outsider"]: out.append((key,row.about,m,a.cell,'officer',col["officer"]))
    import pathlib
    pathlib.Path('/tmp/oo.txt').write_text('\n'.join(map(str,out)))
