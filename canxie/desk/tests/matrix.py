"""Who gets what on the desk."""

from datetime import date
from functools import cache
from uuid import UUID

from django.utils import timezone

import canxie.engine.files.tests.kinds  # noqa: F401  # declares the kind of file that is asked for
from canxie.engine.files import storing
from canxie.engine.files.models import StoredFile
from canxie.engine.jobs.models import Job
from canxie.engine.sealing.seals import key_version, seal
from canxie.ground.accounts.tests.factories import AppointmentFactory, PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.models import Relative
from canxie.ground.registry.naming import identified
from canxie.ground.registry.roster.models import RosterImport
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.ground.registry.watch.models import OddReading
from tests.matrix import COUNTY, HERE, HOUSEHOLD, PERSON, TOWNSHIP, Row

JOB = UUID("00000000-0000-4000-8000-00000000000a")  # nobody of these people has started it
FILE = UUID("00000000-0000-4000-8000-00000000000b")
TIER_A = ["visit.interval.tier_a"]
IMPORT = UUID("00000000-0000-4000-8000-00000000000d")
RELATIVE = 1
WORKER, APPOINTED = 900_001, 900_001  # a commissioner of the village HERE
ARGS = {
    "desk:household": [HOUSEHOLD],
    "desk:timeline": [HOUSEHOLD],
    "desk:household_edit": [HOUSEHOLD],
    "desk:person_new": [HOUSEHOLD],
    "desk:relative_new": [HOUSEHOLD],
    "desk:relative": [HOUSEHOLD, RELATIVE],
    "desk:reveal_relative": [HOUSEHOLD, RELATIVE],
    "desk:person": [PERSON],
    "desk:person_edit": [PERSON, "state"],
    "desk:reveal": [PERSON],
    "desk:lookers": [PERSON],
    "desk:odd_one": [1],
    "desk:setting": TIER_A,
    "desk:setting_change": TIER_A,
    "desk:import": [IMPORT],
    "desk:import_columns": [IMPORT],
    "desk:import_decide": [IMPORT],
    "desk:import_result": [IMPORT],
    "desk:import_write": [IMPORT],
    "desk:file": [FILE],
    "desk:job": [JOB],
    "desk:account": [WORKER],
    "desk:account_unlock": [WORKER],
    "desk:account_session": [WORKER],
    "desk:account_device": [WORKER],
    "desk:staff_person": [WORKER],
    "desk:staff_appoint": [WORKER],
    "desk:staff_reset": [WORKER],
    "desk:staff_end": [APPOINTED],
    "desk:job_stop": [JOB],
    "desk:job_again": [JOB],
}
FORMS = {
    "desk:people": {"data": {"q": "李秀兰"}},
    "desk:enter": {"data": {"home-village": HERE, "name": "李秀兰", "relation": "head"}},
    "desk:person_new": {"data": {"name": "李秀兰", "relation": "other"}},
    "desk:person_edit": {"data": {"state": "deceased", "on": "2026-03-01", "told_by": "家属告知", "seen": "another"}},
    "desk:household_edit": {"data": {"head": "李秀兰", "seen": "another"}},
    "desk:relative_new": {"data": {"name": "李晓燕", "seen": "another"}},
    "desk:relative": {"data": {"drop": "1"}},
    "desk:reveal": {"data": {"number": "identifier"}},
    "desk:odd_one": {"data": {"words": "问过，是家属来电话。"}},
    "desk:trail_find": {"data": {"number": "379900198001010014"}},
    "desk:setting_change": {"data": {"value": "45", "valid_from": "2999-01-01", "reason": "试行", "seen": "0"}},
}


@cache
def sheet():
    """Write a roster's content once."""
    sealed = seal("姓名,身份证号\r\n王芳,379900198001010014\r\n".encode())
    storing.write(IMPORT, sealed)
    return {"media_type": "text/csv", "size": 40, "key_version": key_version(sealed), "stored_by": 0}


@cache
def photo():
    """Write the content once; the row is made for each test."""
    sealed = seal(b"a photo")
    storing.write(FILE, sealed)
    return {"media_type": "image/jpeg", "size": 7, "key_version": key_version(sealed), "stored_by": 0}


def prepare():
    """Somebody of the household HERE, a relative, a job, a file, and a roster of the township on its way in."""
    Job.objects.create(id=JOB, kind="registry.import", place=COUNTY, started_by=0)
    StoredFile.objects.create(id=FILE, kind="test.photo", place=HERE, name="a.jpg", **photo())
    file = StoredFile.objects.create(id=IMPORT, kind="roster", place=TOWNSHIP, name="名册.csv", **sheet())
    RosterImport.objects.create(
        id=IMPORT, path=TOWNSHIP, file=file, uploaded_by_id=0, state="ready", erase_on=date(2999, 1, 1)
    )
    VillageFactory(code=HERE)
    worker = UserFactory(id=WORKER, username="worker", name="段小军")
    AppointmentFactory(id=APPOINTED, user=worker, path=HERE)
    PostFactory(user=worker, path=HERE)
    numbered = identified("379900198001010014", HERE)
    PersonFactory(id=PERSON, household_id=HOUSEHOLD, household=None, path=HERE, **numbered)
    now = timezone.now()
    read = {"reader_id": 0, "office": "槐里村专职委员", "why": "night", "times": 3, "first_at": now, "last_at": now}
    OddReading.objects.create(id=1, path=TOWNSHIP, week=date(2026, 11, 16), **read)
    Relative.objects.create(id=RELATIVE, household_id=HOUSEHOLD, name="李晓燕")


# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("desk:file", "GET"): Row(302, 404, 200, 404, 404, 200, 200, 200, 404, 404, 404, 404),
    ("desk:file", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:first_password", "GET"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:first_password", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:my_session", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:my_session", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:my_device", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:my_device", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:places_find", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:places_find", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:accounts", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200, 403),
    ("desk:accounts", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:account", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200, 403),
    ("desk:account", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 422, 403),
    ("desk:account_unlock", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:account_unlock", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302, 403),
    ("desk:account_session", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:account_session", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302, 403),
    ("desk:account_device", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:account_device", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302, 403),
    ("desk:staff", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:staff", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:staff_person", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:staff_person", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:staff_new", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:staff_new", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 422, 403, 403, 403, 403),
    ("desk:staff_slips", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:staff_slips", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:staff_appoint", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:staff_appoint", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 422, 403, 403, 403, 403),
    ("desk:staff_reset", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:staff_reset", "POST"): Row(302, 403, 403, 403, 403, 422, 422, 422, 403, 403, 403, 403),
    ("desk:staff_end", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:staff_end", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 422, 403, 403, 403, 403),
    ("desk:second_step", "GET"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:second_step", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:factors", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:factors", "POST"): Row(302, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422),
    ("desk:factor_code", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:factor_code", "POST"): Row(302, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422),
    ("desk:factor_passkey", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:factor_passkey", "POST"): Row(302, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422),
    ("desk:pin", "GET"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:pin", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    ("desk:device", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:device", "POST"): Row(302, 200, 422, 422, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:places", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:places", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:healthz", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:healthz", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:home", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:home", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:household", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:household", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:import", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import_columns", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import_columns", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403),
    ("desk:import_decide", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import_decide", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403),
    ("desk:import_result", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:import_result", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import_write", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:import_write", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403),
    ("desk:imports", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:imports", "POST"): Row(302, 403, 403, 403, 403, 422, 422, 422, 403, 403, 403, 403),
    ("desk:job", "GET"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404),
    ("desk:job", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_again", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_again", "POST"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 302, 404, 404),
    ("desk:job_stop", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_stop", "POST"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 302, 404, 404),
    ("desk:jobs", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:jobs", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:timeline", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:timeline", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:household_edit", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:household_edit", "POST"): Row(302, 403, 409, 404, 403, 409, 409, 403, 403, 403, 403, 403),
    ("desk:people", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:people", "POST"): Row(302, 403, 302, 302, 403, 302, 302, 302, 403, 403, 403, 403),
    ("desk:enter", "GET"): Row(302, 403, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:enter", "POST"): Row(302, 403, 302, 422, 403, 302, 302, 403, 403, 403, 403, 403),
    ("desk:person", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:person", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:person_new", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:person_new", "POST"): Row(302, 403, 302, 404, 403, 302, 302, 403, 403, 403, 403, 403),
    ("desk:person_edit", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:person_edit", "POST"): Row(302, 403, 409, 404, 403, 409, 409, 403, 403, 403, 403, 403),
    ("desk:relative_new", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:relative_new", "POST"): Row(302, 403, 409, 404, 403, 409, 409, 403, 403, 403, 403, 403),
    ("desk:relative", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("desk:relative", "POST"): Row(302, 403, 302, 404, 403, 302, 302, 403, 403, 403, 403, 403),
    ("desk:reveal", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:reveal", "POST"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:reveal_relative", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:reveal_relative", "POST"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:me", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:me", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:lookers", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:lookers", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:trail", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200),
    ("desk:trail", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:trail_find", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:trail_find", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302),
    ("desk:trail_check", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:trail_check", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302),
    ("desk:trail_heads", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200),
    ("desk:trail_heads", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:backups", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    ("desk:backups", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:backup_make", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:backup_make", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 403, 403, 302, 403, 403),
    ("desk:odd", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:odd", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:odd_one", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:odd_one", "POST"): Row(302, 403, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403),
    ("desk:more", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:more", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:help", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:help", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:accessibility", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:accessibility", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:setting", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:setting", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:setting_change", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("desk:setting_change", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 302, 403, 403, 403, 403),
    ("desk:settings", "GET"): Row(302, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403),
    ("desk:settings", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:password", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:password", "POST"): Row(302, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422),
    ("desk:sign_in", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:sign_in", "POST"): Row(422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422),
    ("desk:sign_out", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:sign_out", "POST"): Row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# fmt: on
