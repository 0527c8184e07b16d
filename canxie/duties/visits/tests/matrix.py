"""Who gets what in this room."""

from datetime import date

from tests.matrix import HOUSEHOLD, Row

ARGS = {"visits:month": [date(2026, 3, 1)], "visits:record": [HOUSEHOLD]}
FORMS = {
    "visits:record": {
        "data": {"visit_id": HOUSEHOLD, "visited_on": "2026-03-10", "manner": "at_home", "findings": "平安"}
    },
}
# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system
    ("visits:current", "GET"): Row(302, 403, 302, 302, 403, 302, 302, 302, 403, 403),
    ("visits:current", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("visits:month", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403),
    ("visits:month", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("visits:record", "GET"): Row(302, 403, 200, 404, 403, 403, 404, 403, 403, 403),
    ("visits:record", "POST"): Row(302, 403, 302, 404, 403, 403, 404, 403, 403, 403),
}
# fmt: on
