"""Who gets what in this room."""

from datetime import date
from uuid import UUID

from canxie.duties.contacts.models import ContactChoice
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.registry.tests.factories import PersonFactory
from tests.matrix import HERE, HOUSEHOLD, Row

HELPER = 9101
PERSON = UUID("00000000-0000-4000-8000-0000000000d1")  # of the household that lives HERE
ARGS = {"contacts:person": [PERSON], "contacts:release": [PERSON], "contacts:second": [PERSON]}
FORMS = {
    "contacts:choose": {
        "data": {"person": PERSON, "contact": HELPER, "association": "", "basis": "镇残联会议", "sure": "on"}
    },
}


def prepare():
    person = PersonFactory(id=PERSON, household_id=HOUSEHOLD, household=None, path=HERE, born_on=date(1979, 5, 1))
    post = PostFactory(user__pk=HELPER, path="379900001003")
    told = {"path": HERE, "place": HERE, "since": date(2026, 3, 1), "basis": "镇残联会议"}
    ContactChoice.objects.create(person=person, contact=post.user, **told)


# fmt: off
MATRIX = {
    #                            stranger idle own beside chair clerk both county city system security audit
    ("contacts:without", "GET"):  Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("contacts:without", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("contacts:choose", "GET"):   Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("contacts:choose", "POST"):  Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("contacts:person", "GET"):   Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("contacts:person", "POST"):  Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("contacts:release", "GET"):  Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("contacts:release", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("contacts:second", "GET"):   Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("contacts:second", "POST"):  Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
