"""Who gets what in this room."""

from datetime import UTC, datetime
from uuid import UUID

from canxie.duties.townships.tests.factories import CoverFactory, ResourceFactory
from canxie.ground.accounts.tests.factories import AppointmentFactory, PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from tests.matrix import BESIDE, HERE, TOWNSHIP, Row

RESOURCE, COVER, HELPER = UUID("00000000-0000-4000-8000-0000000000f1"), 9001, 9002
HELPS, COVERED = "379900001003", "379900001004"  # the helper works there, and looks after that one
ARGS = {
    "townships:township": [TOWNSHIP],
    "townships:add_resource": [TOWNSHIP],
    "townships:resource": [RESOURCE],
    "townships:cover": [HERE],
    "townships:end_cover": [COVER],
    "townships:neighbours": [HERE],
}
THING = {"kind": "doctor", "name": "李文斌", "path": TOWNSHIP, "since": "2026-03-01"}
FORMS = {
    "townships:add_resource": {"data": THING},
    "townships:resource": {"data": THING},
    "townships:cover": {
        "data": {"user": HELPER, "since": "2999-03-01", "last": "2999-03-31", "basis": "镇残联会议"},
    },
    "townships:end_cover": {"data": {"reason": "新委员到岗"}},
    "townships:neighbours": {"data": {"others": [BESIDE]}},
}


def prepare():
    TownshipFactory(code=TOWNSHIP)
    for code in (HERE, BESIDE, HELPS, COVERED):
        VillageFactory(code=code)
    ResourceFactory(id=RESOURCE, path=TOWNSHIP)
    post = PostFactory(user__pk=HELPER, path=HELPS)
    appointment = AppointmentFactory(user=post.user, path=COVERED, since_at=datetime(2026, 3, 1, tzinfo=UTC))
    CoverFactory(pk=COVER, appointment=appointment, home=HELPS)


# fmt: off
MATRIX = {
    #                                 stranger idle own beside chair clerk both county city system security audit
    ("townships:townships", "GET"):     Row(302, 403, 403, 403, 403, 302, 302, 200, 403, 403, 403, 403),
    ("townships:townships", "POST"):    Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("townships:township", "GET"):      Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("townships:township", "POST"):     Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("townships:add_resource", "GET"):  Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("townships:add_resource", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("townships:resource", "GET"):      Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("townships:resource", "POST"):     Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("townships:cover", "GET"):         Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("townships:cover", "POST"):        Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("townships:end_cover", "GET"):     Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("townships:end_cover", "POST"):    Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
    ("townships:neighbours", "GET"):    Row(302, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
    ("townships:neighbours", "POST"):   Row(302, 403, 403, 403, 403, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
