"""Who gets what in this room (domain.md, appendix F; only the township files, and links people to the registry)."""

from uuid import UUID

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import OfficerImport
from canxie.duties.officers.tests.factories import ParticipantFactory
from canxie.ground.accounts.tests.factories import UserFactory
from tests.matrix import HERE, Row

ASSOCIATION = UUID("00000000-0000-4000-8000-0000000000a1")
BROUGHT = 9_001
WHO = UUID("00000000-0000-4000-8000-0000000000a2")
ARGS = {
    "officers:seats": [ASSOCIATION],
    "officers:file": [ASSOCIATION],
    "officers:participants": [ASSOCIATION],
    "officers:join": [ASSOCIATION],
    "officers:participant": [ASSOCIATION, WHO],
    "officers:link": [ASSOCIATION, WHO],
    "officers:undo": [BROUGHT],
}
FILLED = {"name": "张万林", "path": HERE, "home": HERE, "classes": ["village_doctor"], "joined_on": "2026-03-01"}
FORMS = {
    "officers:seats": {"data": {"do": "save", "rows": "1", "basis": "村会议"}},
    "officers:file": {"data": {"do": "endings"}},
    "officers:join": {"data": FILLED},
    "officers:participant": {"data": FILLED},
    "officers:link": {"data": {"username": "", "person": "", "relative_of": ""}},
}


def prepare():
    """An association of the village HERE, and one who takes part."""
    AssociationFactory(id=ASSOCIATION, path=HERE)
    ParticipantFactory(id=WHO, path=HERE)
    OfficerImport.objects.create(id=BROUGHT, path=HERE, by=UserFactory(), rows=0)


# fmt: off
MATRIX = {
    #                                  stranger idle own beside chair clerk both county city system security audit
    ("officers:seats", "GET"):         Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:seats", "POST"):        Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:file", "GET"):          Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("officers:file", "POST"):         Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("officers:participants", "GET"):  Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("officers:participants", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:join", "GET"):          Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:join", "POST"):         Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:participant", "GET"):   Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:participant", "POST"):  Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:brought", "GET"):       Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("officers:brought", "POST"):      Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:undo", "GET"):          Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:undo", "POST"):         Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("officers:link", "GET"):          Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:link", "POST"):         Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
