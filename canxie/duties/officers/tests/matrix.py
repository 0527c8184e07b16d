"""Who gets what in this room (domain.md, appendix F; the chair keeps the pool and its tasks;
only the township files, and links people to the registry)."""

from datetime import date
from uuid import UUID

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import OfficerImport
from canxie.duties.officers.tests.factories import ContributionFactory, ParticipantFactory, TermFactory
from canxie.ground.accounts.tests.factories import UserFactory
from tests.matrix import HERE, Row

ASSOCIATION = UUID("00000000-0000-4000-8000-0000000005a1")
TERM = UUID("00000000-0000-4000-8000-0000000005a3")
BROUGHT, TASK = 9_001, 9_002
WHO = UUID("00000000-0000-4000-8000-0000000005a2")
ARGS = {
    "officers:seats": [ASSOCIATION],
    "officers:file": [ASSOCIATION],
    "officers:participants": [ASSOCIATION],
    "officers:join": [ASSOCIATION],
    "officers:participant": [ASSOCIATION, WHO],
    "officers:change": [ASSOCIATION, WHO],
    "officers:link": [ASSOCIATION, WHO],
    "officers:task": [ASSOCIATION, WHO],
    "officers:thanks": [ASSOCIATION, WHO],
    "officers:done": [ASSOCIATION, WHO, TASK],
    "officers:strike": [ASSOCIATION, WHO, TASK],
    "officers:undo": [BROUGHT],
    "officers:chart": [ASSOCIATION],
    "officers:letter": [TERM],
    "officers:letter_pdf": [TERM],
    "officers:letter_word": [TERM],
}
FILLED = {"name": "张万林", "path": HERE, "home": HERE, "classes": ["village_doctor"], "joined_on": "2026-03-01"}
FORMS = {
    "officers:seats": {"data": {"do": "save", "rows": "1", "basis": "村会议"}},
    "officers:file": {"data": {"do": "endings"}},
    "officers:join": {"data": FILLED},
    "officers:change": {"data": FILLED | {"seen": "another"}},
    "officers:task": {"data": {"text": "陪人办证", "on": "2026-11-20"}},
    "officers:thanks": {"data": {"text": "会上致谢", "on": "2026-06-01"}},
    "officers:done": {"data": {"done_on": "2026-06-02", "hours": "3"}},
    "officers:strike": {"data": {"why": "记错了人"}},
    "officers:link": {"data": {"username": "", "person": "", "relative_of": ""}},
}


def prepare():
    """An association of the village HERE, and one who takes part and is a member."""
    association = AssociationFactory(id=ASSOCIATION, path=HERE, state="preparing")
    who = ParticipantFactory(id=WHO, path=HERE)
    TermFactory(id=TERM, association=association, participant=who)
    ContributionFactory(id=TASK, participant=who, on=date(2026, 6, 1))
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
    ("officers:participant", "GET"):   Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("officers:participant", "POST"):  Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:change", "GET"):        Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:change", "POST"):       Row(302, 403, 403, 403, 409, 409, 409, 403, 403, 403, 403, 403),
    ("officers:task", "GET"):          Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:task", "POST"):         Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:thanks", "GET"):        Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:thanks", "POST"):       Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:done", "GET"):          Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:done", "POST"):         Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:strike", "GET"):        Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:strike", "POST"):       Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("officers:brought", "GET"):       Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("officers:brought", "POST"):      Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:undo", "GET"):          Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:undo", "POST"):         Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("officers:chart", "GET"):         Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("officers:chart", "POST"):        Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:letter", "GET"):        Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:letter", "POST"):       Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:letter_pdf", "GET"):    Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:letter_pdf", "POST"):   Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:letter_word", "GET"):   Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("officers:letter_word", "POST"):  Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:template", "GET"):      Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("officers:template", "POST"):     Row(302, 403, 403, 403, 403, 403, 403, 422, 403, 403, 403, 403),
    ("officers:template_file", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("officers:template_file", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:link", "GET"):          Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("officers:link", "POST"):         Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
