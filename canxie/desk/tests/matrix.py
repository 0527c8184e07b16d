"""Who gets what on the desk."""

from tests.matrix import HOUSEHOLD, Row

ARGS = {"desk:household": [HOUSEHOLD]}
# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system
    ("desk:home", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:home", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:household", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403),
    ("desk:household", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:me", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:me", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:more", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:more", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:help", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:help", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:accessibility", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:accessibility", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:sign_in", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:sign_in", "POST"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:sign_out", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:sign_out", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# fmt: on
