"""Who gets what of the pages about pages."""

from tests.matrix import Row

# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("ui:gallery", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("ui:gallery", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("ui:look", "GET"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("ui:look", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# fmt: on
