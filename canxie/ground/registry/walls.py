"""So many files a day and no more: nobody walks through the dossiers of a county, file by file.

A file is a household's, with all its people: whoever has opened it may open it again that day, and each of them.
"""

import json
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db import connection
from django.utils import timezone

from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.models import Household, Opening

TOWNSHIP, VILLAGE = 9, 12
INDEX_DIGITS = 32
CLAIM = """
INSERT INTO registry_opening (user_id, day, number, key)
SELECT %s, %s, opened + 1, %s FROM (
    SELECT COALESCE(MAX(number), 0) AS opened FROM registry_opening WHERE user_id = %s AND day = %s
) AS today WHERE opened < %s
ON CONFLICT DO NOTHING
"""
"""One statement on both databases: the next number below the limit, unless the file or the number is taken."""


class Walled(Exception):
    """An account has opened as many files today as it may. A middleware notes it and answers with the page."""

    def __init__(self, by: Scope, household: Household, limit: int) -> None:
        super().__init__(limit)
        self.by, self.household, self.limit = by, household, limit


def pass_wall(by: Scope, household: Household, power: str) -> None:
    """Count a file that is being opened, from inside the action that opens it. `power` is what opens it.

    A file that was opened today is free. Raises Walled beyond the limit; then nothing was opened.
    """
    today = timezone.localdate()
    limit, key = limit_of(by, power, today), keyed(by.user_id, today, household.pk)
    while not claimed(by.user_id, today, key, limit):
        mine = Opening.objects.filter(user_id=by.user_id, day=today)
        if mine.filter(key=key).exists():
            return
        if mine.filter(number__gte=limit).exists():
            raise Walled(by, household, limit)


def claimed(user_id: int, today: date, key: str, limit: int) -> bool:
    """Take the next number of the day. Not taken: the file has one, there is none left, or another was faster."""
    day = connection.ops.adapt_datefield_value(today)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user_id, day, key, user_id, day, limit])
        return bool(cursor.rowcount == 1)


def limit_of(by: Scope, power: str, today: date) -> int:
    """How many files a day: by the level of the widest place where this account opens any (地方默认)."""
    place = min(by.paths(power), key=len)
    level = "village" if len(place) >= VILLAGE else "township" if len(place) >= TOWNSHIP else "county"
    limit: int = parameter(f"files_a_day.{level}", place, on=today).value
    return limit


def keyed(user_id: int, day: date, household_id: UUID) -> str:
    """Hide which file it is behind a key, another one each day: HMAC-SM3 under the key of the limits."""
    digest = HMAC(settings.KEYS.newest("limits").secret, SM3())
    digest.update(json.dumps(["file", user_id, str(day), str(household_id)]).encode())
    return digest.finalize().hex()[:INDEX_DIGITS]
