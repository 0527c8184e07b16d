"""The people of the matrix. Each room's `tests/matrix.py` says what they get at its addresses, written by hand.

A room has MATRIX, and where an address needs them ARGS (for the address), FORMS (for the test client's `post`) and
a function `prepare()` that makes the rows its addresses name.
"""

from typing import NamedTuple
from uuid import UUID

from canxie.ground.accounts.roles import Role

HERE, BESIDE, TOWNSHIP, COUNTY, CITY = "379900001001", "379900001002", "379900001", "379900", "3799"
HOUSEHOLD = UUID("00000000-0000-4000-8000-000000000001")  # it lives HERE
PERSON = UUID("00000000-0000-4000-8000-000000000002")  # of that household


class Row(NamedTuple):
    """What each of twelve people gets."""

    stranger: int  # not signed in
    idle: int  # signed in, holds no post
    own: int
    beside: int
    chair: int
    clerk: int
    both: int  # records BESIDE, and only reads HERE
    county: int
    city: int
    system: int
    security: int
    audit: int


POSTS: dict[str, list[tuple[Role, str]]] = {
    "idle": [],
    "own": [(Role.COMMISSIONER, HERE)],
    "beside": [(Role.COMMISSIONER, BESIDE)],
    "chair": [(Role.CHAIR, HERE)],
    "clerk": [(Role.TOWNSHIP_CLERK, TOWNSHIP)],
    "both": [(Role.COMMISSIONER, BESIDE), (Role.TOWNSHIP_CLERK, TOWNSHIP)],
    "county": [(Role.COUNTY_CLERK, COUNTY)],
    "city": [(Role.CITY_CLERK, CITY)],
    "system": [(Role.SYSTEM_ADMIN, COUNTY)],
    "security": [(Role.SECURITY_ADMIN, COUNTY)],
    "audit": [(Role.AUDIT_ADMIN, COUNTY)],
}
