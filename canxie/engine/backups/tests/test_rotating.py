"""A key is renewed: old values are read meanwhile, sealed again in batches, taken up where it was broken off."""

import signal

import pytest
from django.core.management import CommandError, call_command

from canxie.engine.audit.models import AuditEntry
from canxie.engine.backups import rotating
from canxie.engine.backups.rotating import rotate, unfinished
from canxie.engine.files import actions as files
from canxie.engine.files.content import Content
from canxie.engine.jobs.models import Job, State
from canxie.engine.jobs.running import run
from canxie.engine.jobs.worker import alive
from canxie.engine.keys import Keys
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.seals import key_version
from canxie.ground.registry.models import Person, Phone
from canxie.ground.registry.naming import identified, phoned
from canxie.ground.registry.tests.factories import PersonFactory
from tests.released import county

BY = Scope(0, {})
NUMBERS = ["379900198001010014", "379900198001010030", "379900198001010057", "379900198001010073"]
HERE = "379900001001"


@pytest.fixture(autouse=True)
def var(settings, tmp_path, monkeypatch):
    settings.VAR, settings.KEYS = tmp_path / "var", Keys(tmp_path / "keys")
    monkeypatch.setattr(rotating, "BATCH", 2)


@pytest.fixture
def people(db):
    """Four people with numbers, one without; a phone; a file."""
    for number in NUMBERS:
        PersonFactory(path=HERE, **identified(number, HERE))
    PersonFactory(path=HERE, **identified("", HERE))
    Phone.objects.create(person=Person.objects.order_by("pk")[0], **phoned("000 0000 0017"))
    import canxie.engine.files.tests.kinds  # noqa: F401, PLC0415  # declares the kind

    return files.keep(by=BY, kind="test.photo", content=Content("a.jpg", "image/jpeg", b"a photo"), place=HERE)


def versions():
    blobs = [person.identifier.blob for person in Person.objects.exclude(identifier=None).order_by("pk")]
    return [key_version(blob) for blob in blobs]


def told():
    return sorted(person.identifier.clear() for person in Person.objects.exclude(identifier=None).order_by("pk"))


class TestSeals:
    def test_everything_is_sealed_again_and_reads_the_same(self, people):
        said = []
        done = rotate("seal", by=BY, tell=lambda done, of: said.append((done, of)))

        assert done == {"version": 2, "count": 7}  # four numbers, a phone, a file's name and its content
        assert versions() == [2, 2, 2, 2]
        assert told() == NUMBERS
        assert Phone.objects.get().number.clear() == "000 0000 0017"
        people.refresh_from_db()
        assert (people.key_version, files.read(people).data) == (2, b"a photo")
        assert said[-1] == (7, 7)
        assert [
            entry.changes["step"] for entry in AuditEntry.objects.filter(action="sealing.rotate").order_by("number")
        ] == [
            "begin",
            "end",
        ]

    def test_what_is_old_and_new_is_read_meanwhile_and_it_goes_on_where_it_was_broken_off(self, people):
        def breaks(done, of):
            if done >= 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rotate("seal", by=BY, tell=breaks)

        assert sorted(versions()) == [1, 1, 2, 2]
        assert told() == NUMBERS
        assert unfinished() == ["seal"]
        PersonFactory(path=HERE, **identified("37990019800101009X", HERE))
        assert sorted(versions())[-3:] == [2, 2, 2]

        assert rotate("seal", by=BY) == {"version": 2, "count": 4}  # the two others, the phone, the file
        assert (set(versions()), unfinished()) == ({2}, [])
        assert rotate("seal", by=BY)["version"] == 3

    def test_what_somebody_changes_at_that_moment_stays_as_they_said(self, people, monkeypatch):
        seal_rows = rotating.seal_rows

        def beside(model, name, rows, version):
            if model is Phone:
                Phone.objects.update(**phoned("000 0000 0099"))
            return seal_rows(model, name, rows, version)

        monkeypatch.setattr(rotating, "seal_rows", beside)
        rotate("seal", by=BY)

        assert Phone.objects.get().number.clear() == "000 0000 0099"

    def test_is_a_job_too(self, people):
        call_command("keys", "rotate", "--background")
        run(Job.objects.get().pk)

        assert (Job.objects.get().state, set(versions())) == (State.DONE, {2})


class TestIndexes:
    def test_all_indexes_follow_their_new_key(self, people):
        before = {person.pk: (person.identifier_index, person.tail_index) for person in Person.objects.order_by("pk")}
        assert rotate("blind", by=BY) == {"version": 2, "count": 6}  # five people and a phone

        for person in Person.objects.exclude(identifier=None).order_by("pk"):
            number = person.identifier.clear()
            assert person.identifier_index == identified(number, HERE)["identifier_index"]
            assert person.identifier_index.startswith("2.")
            assert before[person.pk] != (person.identifier_index, person.tail_index)
        assert Person.objects.get(identifier=None).identifier_index == ""
        assert Phone.objects.get().number_index == phoned("000 0000 0017")["number_index"]

    def test_one_that_breaks_leaves_all_of_them_and_is_taken_up(self, people):
        def breaks(done, of):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rotate("blind", by=BY, tell=breaks)
        assert {person.identifier_index[:2] for person in Person.objects.exclude(identifier=None).order_by("pk")} == {
            "1."
        }

        assert rotate("blind", by=BY)["version"] == 2
        assert {person.identifier_index[:2] for person in Person.objects.exclude(identifier=None).order_by("pk")} == {
            "2."
        }

    def test_waits_until_nobody_works(self, people):
        with alive("a-worker"), pytest.raises(CommandError, match="要先停下网页和后台任务"):
            call_command("keys", "rotate", "blind")


def test_other_keys_are_renewed_and_what_was_made_keeps_its_own(people, settings, capsys):
    call_command("keys", "rotate", "trail")
    call_command("keys", "list")

    assert settings.KEYS.versions("trail") == [1, 2]
    assert {*AuditEntry.objects.values_list("key_version", flat=True)} == {1, 2}
    assert "trail（操作记录的链）：第 1、2 版" in capsys.readouterr().out


KILLED = """
import os, signal
import django
django.setup()
from canxie.engine.backups import rotating
from canxie.engine.scoping.scope import Scope
rotating.BATCH = 20
def tell(done, of):
    if done > 60:
        os.kill(os.getpid(), signal.SIGKILL)
rotating.rotate("seal", by=Scope(0, {}), tell=tell)
"""
READS = """
import django
django.setup()
from canxie.engine.sealing.seals import key_version
from canxie.ground.registry.models import Certificate, Person, Phone
people = Person.objects.exclude(identifier=None)
print(sorted({key_version(one.identifier.blob) for one in people}), len({one.identifier.clear() for one in people}))
print(len([one.number.clear() for table in (Certificate, Phone) for one in table.objects.all()]))
"""


def test_a_process_that_is_killed_in_the_middle_is_taken_up_by_the_next(tmp_path):
    with county(tmp_path / "county") as here:
        assert here.canxie("migrate", "--verbosity", 0).returncode == 0
        before = here.python(READS).splitlines()
        assert here.start(KILLED) == -signal.SIGKILL
        middle = here.python(READS).splitlines()
        assert here.answer("keys", "rotate")["version"] == 2
        after = here.python(READS).splitlines()

        assert (before[0][:3], after[0][:3]) == ("[1]", "[2]")
        assert before[0][3:] == middle[0].partition("]")[2] == after[0][3:]
        assert before[1] == middle[1] == after[1] == "132"  # 62 certificates and 70 phones
        assert here.answer("trail", "verify")["broken"] == []
