"""Who gets what in this room."""

from uuid import UUID

from canxie.duties.guidance.tests.factories import BATCH, TaskFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from tests.matrix import HERE, Row

TASK = UUID("00000000-0000-4000-8000-0000000000e7")
ARGS = {"guidance:task": [TASK], "guidance:move": [TASK, "accept"], "guidance:batch": [BATCH]}
FORMS = {
    "guidance:move": {"data": {"version": 1}},
    "guidance:give": {
        "data": {
            "task_id": UUID("00000000-0000-4000-8000-0000000000e8"),
            "text": "核对两项补贴",
            "basis": "村“两委”会",
            "listed": "no",
            "until": "2999-01-01",
            "everywhere": "on",
        }
    },
}


def prepare():
    VillageFactory(code=HERE)
    TaskFactory(matter__id=TASK)


# fmt: off
MATRIX = {
    #                                 stranger idle own beside chair clerk both county city system security audit
    ("guidance:tasks", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403),
    ("guidance:tasks", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("guidance:task", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("guidance:task", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    # the township gave it, and may not accept it in the commissioner's place; `both` accepts BESIDE alone
    ("guidance:move", "GET"): Row(302, 403, 200, 404, 403, 403, 200, 403, 403, 403, 403, 403),
    ("guidance:move", "POST"): Row(302, 403, 302, 404, 403, 403, 404, 403, 403, 403, 403, 403),
    ("guidance:give", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("guidance:give", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("guidance:batch", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("guidance:batch", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
}
# fmt: on
