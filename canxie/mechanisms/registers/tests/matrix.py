"""Who gets what among the registers: the village and its township, and the county; files from the township up."""

from datetime import UTC, datetime
from uuid import UUID

from canxie.mechanisms.registers.models import Export
from tests.matrix import TOWNSHIP, Row

EXPORT = UUID("00000000-0000-4000-8000-00000000000e")  # nobody of these people has asked for it
KEYS = ["roster"]
ARGS = {"registers:register": KEYS, "registers:paper": KEYS, "registers:file": KEYS}
ARGS |= {"registers:export": [EXPORT], "registers:decide": [EXPORT]}
FORMS = {
    "registers:paper": {"data": {"purpose": "年度归档"}},
    "registers:file": {"data": {"purpose": "年度归档", "columns": ["姓名"]}},
    "registers:decide": {"data": {"agrees": "0", "words": "先分村导出。"}},
}


def prepare():
    said = {"register": "roster", "purpose": "上级检查", "rows": 80, "columns": ["姓名"], "because": ["rows"]}
    asked = {"asked_by_id": 0, "asked_at": datetime(2026, 3, 1, tzinfo=UTC), "state": "waiting"}
    Export.objects.create(id=EXPORT, path=TOWNSHIP, **said, **asked)


# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("registers:index", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:index", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("registers:register", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:register", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("registers:paper", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:paper", "POST"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:file", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:file", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403),
    ("registers:exports", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("registers:exports", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("registers:export", "GET"): Row(302, 403, 403, 403, 403, 404, 404, 200, 403, 403, 403, 403),
    ("registers:export", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("registers:decide", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("registers:decide", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 302, 403, 403, 403, 403),
}
# fmt: on
