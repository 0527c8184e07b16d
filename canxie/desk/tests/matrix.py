"""Who gets what on the desk."""

from tests.matrix import HOUSEHOLD, Row

TIER_A = ["visit.interval.tier_a"]
ARGS = {"desk:household": [HOUSEHOLD], "desk:setting": TIER_A, "desk:setting_change": TIER_A}
FORMS = {
    "desk:setting_change": {"data": {"value": "45", "valid_from": "2999-01-01", "reason": "试行", "seen": "0"}},
}
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
    ("desk:setting", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403),
    ("desk:setting", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:setting_change", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    ("desk:setting_change", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 302, 403, 403),
    ("desk:settings", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403),
    ("desk:settings", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:sign_in", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:sign_in", "POST"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:sign_out", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:sign_out", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# fmt: on
