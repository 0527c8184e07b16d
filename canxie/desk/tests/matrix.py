"""Who gets what on the desk."""

from functools import cache
from uuid import UUID

import canxie.engine.files.tests.kinds  # noqa: F401  # declares the kind of file that is asked for
from canxie.engine.files import storing
from canxie.engine.files.models import StoredFile
from canxie.engine.jobs.models import Job
from canxie.engine.sealing.seals import key_version, seal
from tests.matrix import COUNTY, HERE, HOUSEHOLD, Row

JOB = UUID("00000000-0000-4000-8000-00000000000a")  # nobody of these people has started it
FILE = UUID("00000000-0000-4000-8000-00000000000b")
TIER_A = ["visit.interval.tier_a"]
ARGS = {"desk:household": [HOUSEHOLD], "desk:setting": TIER_A, "desk:setting_change": TIER_A}
ARGS |= {"desk:file": [FILE], "desk:job": [JOB], "desk:job_stop": [JOB], "desk:job_again": [JOB]}
FORMS = {
    "desk:setting_change": {"data": {"value": "45", "valid_from": "2999-01-01", "reason": "试行", "seen": "0"}},
}


@cache
def photo():
    """Write the content once; the row is made for each test."""
    sealed = seal(b"a photo")
    storing.write(FILE, sealed)
    return {"media_type": "image/jpeg", "size": 7, "key_version": key_version(sealed), "stored_by": 0}


def prepare():
    Job.objects.create(id=JOB, kind="registry.import", place=COUNTY, started_by=0)
    StoredFile.objects.create(id=FILE, kind="test.photo", place=HERE, name="a.jpg", **photo())


# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system
    ("desk:file", "GET"): Row(302, 404, 200, 404, 404, 200, 200, 200, 404, 404),
    ("desk:file", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:healthz", "GET"): Row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:healthz", "POST"): Row(405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:home", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:home", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:household", "GET"): Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403),
    ("desk:household", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job", "GET"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 200),
    ("desk:job", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_again", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_again", "POST"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 302),
    ("desk:job_stop", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("desk:job_stop", "POST"): Row(302, 404, 404, 404, 404, 404, 404, 404, 404, 302),
    ("desk:jobs", "GET"): Row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    ("desk:jobs", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405),
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
