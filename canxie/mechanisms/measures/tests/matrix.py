"""Who gets what among the measures: figures for everyone who works with them, names for nobody."""

from tests.matrix import Row

ARGS = {"measures:measure": ["certified"]}
# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("measures:index", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403),
    ("measures:index", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("measures:measure", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403),
    ("measures:measure", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
}
# fmt: on
