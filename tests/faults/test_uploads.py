"""Sixty odd and hostile files, each through the door it would come by: one sentence or accepted, and no harm done."""

import gc
import re
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from canxie.desk.tests.test_imports import work
from canxie.duties.associations.models import Paper
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import LetterTemplate
from canxie.engine.files.actions import read
from canxie.engine.files.models import StoredFile
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Person
from canxie.ground.registry.roster.models import RosterImport, StagedRow, State
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory
from tests.faults.uploads import LETTER, PAPER, PHOTO, ROSTER, STAFF, TAKEN, UPLOADS, VILLAGES

pytestmark = pytest.mark.django_db

HERE, TOWNSHIP, COUNTY = "379900001001", "379900001", "379900"
LISTS = {
    ROSTER: ("roster", TOWNSHIP),
    STAFF: ("accounts.commissioners", COUNTY),
    VILLAGES: ("divisions.villages", COUNTY),
}
SECONDS = 20
MOST_MIB = 200
"""What taking one file in may cost the one that is asked; a sheet is read in a process with limits of its own."""


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.VAR = tmp_path
    VillageFactory(code=COUNTY, name="示例县")
    TownshipFactory(code=TOWNSHIP, name="榆岭镇")
    VillageFactory(code=HERE, name="槐里村")


def counted():
    """Of what an upload might write, how much there is."""
    return [rows.objects.count() for rows in (Person, Division, User, Paper, LetterTemplate)]


def signed_in(client, role, path):
    client.force_login(PostFactory(role=role, path=path).user)


def brings_a_list(client, door, file):
    """Bring it, let a worker read it, look at what its page says."""
    what, place = LISTS[door]
    signed_in(client, Role.COUNTY_CLERK if place == COUNTY else Role.TOWNSHIP_CLERK, place)
    before = counted()
    sent = {"file": file, "place": place, "what": what}
    response = client.post(reverse("desk:imports"), sent)
    if response.status_code == 302:
        work()
        response = client.get(reverse("desk:import", args=[RosterImport.objects.get().pk]), follow=True)
    assert counted() == before
    is_ready = RosterImport.objects.filter(state=State.READY).exists()
    assert is_ready or not StagedRow.objects.exists()
    return is_ready, response.text


def brings_a_photo(client, _, file):
    signed_in(client, Role.COMMISSIONER, HERE)
    need = MatterFactory(household=HouseholdFactory(path=HERE), answered=True)
    told = {"version": 1, "on": f"{timezone.localdate()}", "evidence": "签收", "consent": "on", "photo": file}
    response = client.post(reverse("needs:move", args=[need.pk, "deliver"]), told)
    return bool(Matter.objects.get().evidence_file), response.text


def brings_a_paper(client, _, file):
    association = AssociationFactory(path=HERE)
    signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
    told = {"title": "备案表", "dated": "2022-04-18", "photo": file}
    response = client.post(reverse("associations:paper", args=[association.pk]), told)
    return Paper.objects.exists(), response.text


def brings_a_letter(client, _, file):
    signed_in(client, Role.COUNTY_CLERK, COUNTY)
    response = client.post(reverse("officers:template"), {"file": file})
    return LetterTemplate.objects.exists(), response.text


def memory(what):
    """How much of the machine's memory this process holds, or has held since its peak was forgotten, in MiB."""
    (said,) = re.findall(rf"^{what}:\s+(\d+) kB$", Path("/proc/self/status").read_text(), flags=re.MULTILINE)
    return int(said) >> 10


def forget_the_peak():
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")


DOORS = dict.fromkeys(LISTS, brings_a_list) | {PHOTO: brings_a_photo, PAPER: brings_a_paper, LETTER: brings_a_letter}


def test_there_are_sixty_that_differ():
    assert len({upload.name for upload in UPLOADS}) == len(UPLOADS) >= 60
    assert {upload.door for upload in UPLOADS} == DOORS.keys()


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda upload: upload.name.replace(" ", "-"))
def test_is_answered_in_one_sentence_and_does_no_harm(client, upload):
    file = SimpleUploadedFile(upload.sent_as, upload.made())
    began, before = time.monotonic(), memory("VmRSS")
    forget_the_peak()

    is_taken, text = DOORS[upload.door](client, upload.door, file)

    assert time.monotonic() - began < SECONDS
    assert memory("VmHWM") - before < MOST_MIB
    assert is_taken is (upload.said == TAKEN)
    assert upload.said in text
    for stored in StoredFile.objects.order_by("pk"):
        content = read(stored)
        assert "/" not in content.name
        assert content.name.isprintable() or not content.name.isascii()
        assert upload.door not in {PHOTO, PAPER} or b"CANARY" not in content.data
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b>槐里</b>" not in text
