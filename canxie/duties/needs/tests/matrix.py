"""Who gets what in this room."""

from uuid import UUID

from canxie.ground.registry.models import Household
from canxie.mechanisms.matters.tests.factories import MatterFactory
from tests.matrix import HOUSEHOLD, Row

NEED = UUID("00000000-0000-4000-8000-0000000000e1")  # of the household that lives HERE
NEW = UUID("00000000-0000-4000-8000-0000000000e2")
ARGS = {"needs:need": [NEED], "needs:move": [NEED, "answer"], "needs:record": [HOUSEHOLD]}
FORMS = {
    "needs:move": {"data": {"version": 1, "text": "已经问镇里，下周回话。"}},
    "needs:record": {
        "data": {
            "matter_id": NEW,
            "words": "要一辆轮椅",
            "category": "device",
            "owner": "379900001-",
            "found_by": "asked",
        }
    },
}


def prepare():
    MatterFactory(id=NEED, household=Household.objects.get(pk=HOUSEHOLD))


# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("needs:needs", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403),
    ("needs:needs", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("needs:need", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("needs:need", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("needs:move", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("needs:move", "POST"): Row(302, 403, 302, 404, 403, 302, 302, 302, 403, 403, 403, 403),
    ("needs:record", "GET"): Row(302, 403, 200, 404, 403, 403, 404, 403, 403, 403, 403, 403),
    ("needs:record", "POST"): Row(302, 403, 302, 404, 403, 403, 404, 403, 403, 403, 403, 403),
}
# fmt: on
