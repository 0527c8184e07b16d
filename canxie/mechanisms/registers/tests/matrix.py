"""Who gets what among the registers: the village and its township, and the county; files from the township up."""

from tests.matrix import Row

KEYS = ["roster"]
ARGS = {"registers:register": KEYS, "registers:paper": KEYS, "registers:file": KEYS}
FORMS = {"registers:paper": {"data": {"purpose": "年度归档"}}, "registers:file": {"data": {"purpose": "年度归档"}}}
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
    ("registers:file", "POST"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
}
# fmt: on
