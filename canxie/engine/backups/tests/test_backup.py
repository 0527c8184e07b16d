"""What was backed up comes back whole on an empty machine, or nothing is done: on both databases, in processes."""

import shutil

import pytest
from django.db import connection

from tests.released import LEFT, county, machine

BRING = """
import django
django.setup()
from canxie.engine.files import actions
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
import canxie.engine.files.tests.kinds
content = Content("李秀兰低保证.jpg", "image/jpeg", b"CANARY" * 300000)
print(actions.keep(by=Scope(7, {}), kind="test.photo", content=content, place="379900001001").pk)
"""
READ = """
import django
django.setup()
from canxie.engine.files import actions
from canxie.engine.files.models import StoredFile
print(len(actions.read(StoredFile.objects.get()).data))
"""
PLAIN = """
import django
django.setup()
from canxie.ground.registry.models import Certificate, Person, Phone
for person in Person.objects.order_by("pk"):
    print(person.name, person.identifier.clear() if person.identifier else "")
for table in (Certificate, Phone):
    print(*[row.number.clear() for row in table.objects.order_by("pk")])
"""


@pytest.fixture(scope="module")
def made(here):
    """A backup of the county, made once."""
    here.python(BRING)
    file = here.folder / "county.backup"
    answer = here.answer("backup", file)
    assert (answer["files"], answer["rows"] > 1500) == (1, True)
    return file


@pytest.fixture
def empty(here, tmp_path):
    """Another machine with the same keys and nothing else."""
    with machine(tmp_path / "empty") as other:
        shutil.copytree(here.keys, other.keys)
        yield other


def is_untouched(other):
    found = [file.name for file in other.var.rglob("*") if file.name not in ("canxie.db", "keys")]
    tables = {
        "sqlite": "SELECT COUNT(*) FROM sqlite_master",
        "postgresql": "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'",
    }
    return found == [] and other.ask(tables[connection.vendor]) == [(0,)]


def refused(done, code, words):
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr


class TestRestoring:
    def test_brings_everything_back(self, here, made, empty):
        answer = empty.answer("restore", made)

        assert (answer["kind"], answer["files"]) == ("restored", 1)
        assert empty.counts() | {"audit_auditentry": 7} == LEFT
        assert empty.answer("trail", "verify")["broken"] == []
        assert empty.python(READ) == "1800000"
        assert empty.python(PLAIN) == here.python(PLAIN)

    def test_comes_back_into_a_database_that_is_made_ready_and_empty(self, made, empty):
        assert empty.canxie("migrate", "--verbosity", 0).returncode == 0

        assert empty.canxie("restore", made).returncode == 0
        assert empty.counts()["registry_person"] == LEFT["registry_person"]

    def test_never_goes_over_what_is_there(self, here, made):
        before = here.counts()

        refused(here.canxie("restore", made), 2, "这个库不是空的")
        assert here.counts() == before
        assert not (here.var / "restoring").exists()

    def test_a_wrong_key_is_told(self, made, empty):
        (empty.keys / "backup.1").write_bytes(bytes(32))

        refused(empty.canxie("restore", made), 2, "备份密钥不是做这份备份时用的那一把")
        assert is_untouched(empty)

    def test_keys_of_the_data_that_are_others_are_told_before_anything_is_done(self, made, empty):
        for name in ("seal.1", "blind.1"):
            (empty.keys / name).write_bytes(bytes(32))
        (empty.keys / "trail.1").unlink()

        refused(empty.canxie("restore", made), 2, "密钥 seal.1、blind.1、trail.1")
        assert is_untouched(empty)

    def test_a_flipped_bit_is_told(self, made, empty, tmp_path):
        spoilt = bytearray(made.read_bytes())
        spoilt[len(spoilt) // 2] ^= 4
        file = tmp_path / "spoilt.backup"
        file.write_bytes(spoilt)

        refused(empty.canxie("restore", file), 1, "损坏，或者被改动过")
        assert is_untouched(empty)

    def test_a_cut_file_is_told(self, made, empty, tmp_path):
        file = tmp_path / "cut.backup"
        file.write_bytes(made.read_bytes()[:-1000])

        refused(empty.canxie("restore", file), 1, "不完整")
        assert is_untouched(empty)

    def test_what_is_no_backup_is_told(self, empty, tmp_path):
        (tmp_path / "letter.txt").write_text("您好")

        refused(empty.canxie("restore", tmp_path / "letter.txt"), 2, "不是残协通的备份")
        refused(empty.canxie("restore", tmp_path / "none"), 2, "没有这个文件")


class TestChecking:
    def test_a_backup_is_proved_without_bringing_it_back(self, here, made):
        answer = here.answer("backup", made, "--check")

        assert answer["counts"]["registry_person"] == LEFT["registry_person"]
        assert (answer["files"], answer["missing"]) == (1, 0)

    def test_nothing_that_names_anybody_stands_in_it(self, here, made):
        plain = {word for word in here.python(PLAIN).split() if len(word) > 2}
        data = made.read_bytes()

        assert len(plain) > 150
        assert [word for word in plain if word.encode() in data] == []
        assert b"CANARY" not in data

    def test_the_keys_never_come_into_it_or_beside_it(self, here, made):
        data = made.read_bytes()
        assert [file.name for file in here.keys.glob("*.1") if file.read_bytes() in data] == []

        refused(here.canxie("backup", here.keys / "a.backup"), 2, "在密钥文件夹里面")
        inside = here.var / "files" / "keys"
        shutil.copytree(here.keys, inside)
        try:
            refused(here.canxie("backup", here.folder / "a.backup", KEYS=inside), 2, "在要备份的文件夹里面")
            refused(here.canxie("backup", KEYS=inside, BACKUPS=here.var), 2, "里面")
        finally:
            shutil.rmtree(inside)

    def test_never_goes_over_an_older_one(self, here, made):
        before = made.read_bytes()

        refused(here.canxie("backup", made), 2, "已经有了")
        assert made.read_bytes() == before


class TestDrill:
    def test_is_rehearsed_beside_everything_and_its_time_kept(self, here, made):
        before = here.counts()
        answer = here.answer("restore", made, "--drill")

        assert (answer["kind"], answer["seconds"] > 0) == ("drilled", True)
        assert here.ask("SELECT kind, trouble FROM backups_backuprun ORDER BY id DESC LIMIT 1") == [("drilled", "")]
        assert before | {"audit_auditentry": before["audit_auditentry"] + 1} == here.counts()
        assert not (here.var / "files.draft").exists()

    def test_the_folder_keeps_what_the_parameters_say(self, here):
        for day in ("20260901", "20260902", "20261101"):
            here.backups.mkdir(exist_ok=True)
            (here.backups / f"canxie-{day}-013000.backup").touch()
        for number in range(8):
            (here.backups / f"canxie-202611{10 + number}-013000.backup").touch()

        made = here.answer("backup")["file"]

        left = {file.name for file in here.backups.iterdir()}
        assert made in left
        assert "canxie-20260902-013000.backup" in left  # the last of its week
        assert "canxie-20260901-013000.backup" not in left


class TestVersions:
    def test_a_backup_of_a_newer_release_is_told(self, here, empty, tmp_path):
        here.do("INSERT INTO django_migrations (app, name, applied) VALUES ('files', '0999_later', '2026-01-01')")
        try:
            assert here.canxie("backup", tmp_path / "newer.backup").returncode == 0
        finally:
            here.do("DELETE FROM django_migrations WHERE name = '0999_later'")

        refused(empty.canxie("restore", tmp_path / "newer.backup"), 2, "备份来自更新的版本")
        assert is_untouched(empty)

    def test_a_backup_of_an_older_release_is_told_and_upgraded_on_demand(self, tmp_path, empty):
        file = tmp_path / "older.backup"
        with county(tmp_path / "older") as older:
            (older.keys / "backup.1").write_bytes((empty.keys / "backup.1").read_bytes())
            assert older.canxie("backup", file).returncode == 0  # a release that has no table of backups yet

        refused(empty.canxie("restore", file), 2, "加上 --upgrade")
        assert is_untouched(empty)
        assert empty.canxie("restore", file, "--upgrade").returncode == 0
        assert empty.counts() == LEFT | {"audit_auditentry": 8}  # and that it was brought back
        assert empty.canxie("migrate", "--check", "--verbosity", 0).returncode == 0


LIES = """
import django
django.setup()
from pathlib import Path
from canxie.engine.backups import making
tell = making.written
def written(*seen):
    said = tell(*seen)
    said[{part!r}] = {lie}
    return said
making.written = written
making.make(Path({file!r}))
"""


class TestComparing:
    @pytest.mark.parametrize(
        ("part", "lie", "words"),
        [
            ("counts", "said['counts'] | {'registry_person': 61}", "registry_person 应有 61 行，恢复出 60 行"),
            ("counts", "said['counts'] | {'registry_dog': 1}", "registry_dog 应有 1 行，恢复出 0 行"),
            ("heads", "[['379900', 7, '']]", "操作记录的链尾和备份时不一样"),
            ("sealed", "[['registry_person', 'identifier', 'id', 50, '']]", "registry_person.identifier 里的封存值"),
        ],
    )
    def test_what_comes_back_otherwise_is_not_taken(self, here, empty, tmp_path, part, lie, words):
        here.python(LIES.format(part=part, lie=lie, file=str(tmp_path / "lies.backup")))

        refused(empty.canxie("restore", tmp_path / "lies.backup"), 1, words)
        assert is_untouched(empty)

    def test_a_trail_that_was_tampered_with_is_found(self, here, empty, tmp_path):
        one = "county = '379900' AND number = 2"  # a backup that is made meanwhile adds to the other
        here.do(f"UPDATE audit_auditentry SET actor_id = actor_id + 5 WHERE {one}")  # noqa: S608  # our own words
        try:
            assert here.canxie("backup", tmp_path / "tampered.backup").returncode == 0
        finally:
            here.do(f"UPDATE audit_auditentry SET actor_id = actor_id - 5 WHERE {one}")  # noqa: S608

        refused(empty.canxie("restore", tmp_path / "tampered.backup"), 1, "操作记录对不上")
        assert is_untouched(empty)
        done = here.canxie("restore", tmp_path / "tampered.backup", "--drill")
        refused(done, 1, "操作记录对不上")
        assert "对不上" in here.ask("SELECT trouble FROM backups_backuprun ORDER BY id DESC LIMIT 1")[0][0]
        assert empty.canxie("restore", tmp_path / "tampered.backup", "--broken-trail").returncode == 0

    def test_a_restore_that_was_killed_is_begun_anew(self, made, empty):
        empty.python(KILLED.format(file=str(made)))
        assert (empty.var / "restoring").exists()

        assert empty.canxie("restore", made).returncode == 0
        assert empty.counts()["registry_person"] == LEFT["registry_person"]
        assert not (empty.var / "restoring").exists()


KILLED = """
import os
import django
django.setup()
from pathlib import Path
from canxie.engine.backups import restoring
from canxie.engine.scoping.scope import Scope
restoring.files.place = lambda folder: os._exit(0)
restoring.restore(Path({file!r}), by=Scope(0, {{}}))
"""
