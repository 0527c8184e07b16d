"""A file lies sealed, is opened by who may and on the trail, and is gone when its day has come."""

import os
import time
from datetime import date, timedelta

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import action
from canxie.engine.files import actions, storing, tasks, uploads
from canxie.engine.files.content import Content
from canxie.engine.files.models import StoredFile
from canxie.engine.files.serving import answer
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.engine.sealing.seals import BrokenSeal
from canxie.ground.powers import Power

HERE = "379900001001"
OWN = Scope(user_id=7, grants={Power.REGISTRY_READ: (HERE,)})
PHOTO = Content("李秀兰低保证.jpg", "image/jpeg", b"CANARY" * 1000)
TODAY = date(2026, 11, 24)


def kept(**said):
    return actions.keep(by=OWN, kind="test.photo", content=PHOTO, place=HERE, **said)


def on_disk(var):
    return [file for file in (var / "files").rglob("*") if file.is_file()]


@pytest.mark.django_db
class TestKeeping:
    def test_lies_sealed_for_its_owner_alone_and_comes_back_whole(self, var):
        file = kept()

        (lying,) = on_disk(var)
        assert b"CANARY" not in lying.read_bytes()
        assert oct(lying.stat().st_mode)[-3:] == "600"
        file.refresh_from_db()
        assert actions.read(file) == PHOTO
        assert (file.size, file.key_version) == (6000, 1)
        assert str(file.name) == "已封存"

    def test_its_digest_is_sm3_of_the_content(self):
        content = Content("a.txt", "text/plain", b"abc")
        file = actions.keep(by=OWN, kind="test.photo", content=content, place=HERE)

        assert file.digest == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905, A.1

    def test_is_on_the_trail_without_its_name(self):
        file = kept()

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.target_id, entry.place) == ("files.keep", str(file.pk), HERE)
        assert "李秀兰" not in str(entry.changes)

    def test_one_bit_changed_on_the_disk_is_found(self, var):
        file = kept()
        (lying,) = on_disk(var)
        data = bytearray(lying.read_bytes())
        data[100] ^= 1
        lying.write_bytes(data)

        with pytest.raises(BrokenSeal):
            actions.read(file)

    def test_a_kind_that_nobody_declared_is_an_error(self):
        with pytest.raises(KeyError):
            actions.keep(by=OWN, kind="test.nothing", content=PHOTO, place=HERE)


@pytest.mark.django_db
class TestOpening:
    def test_is_on_the_trail(self):
        file = kept()

        assert actions.opened(by=OWN, file=file) == PHOTO
        assert AuditEntry.objects.filter(action="files.open", actor_id=7, target_id=str(file.pk)).count() == 1

    @pytest.mark.parametrize(
        "grants", [{}, {Power.REGISTRY_READ: ("379900001002",)}, {Power.VISITS_READ: (HERE,)}], ids=range(3)
    )
    def test_who_may_not_does_not_and_has_not(self, grants):
        file = kept()

        with pytest.raises(OutOfScope):
            actions.opened(by=Scope(user_id=8, grants=grants), file=file)
        assert not AuditEntry.objects.filter(action="files.open").exists()

    def test_goes_by_where_its_row_is_today(self, monkeypatch):
        file = kept()
        StoredFile.objects.update(place="379900001002")  # where the test's kind finds its row

        with pytest.raises(OutOfScope):
            actions.opened(by=OWN, file=file)

    def test_without_a_row_nobody_opens_it(self):
        file = kept()
        StoredFile.objects.all().delete()

        with pytest.raises(OutOfScope):
            actions.opened(by=OWN, file=file)

    def test_goes_out_as_what_it_is_and_nothing_else(self):
        shown, saved = answer(PHOTO), answer(Content("名册 1.xlsx", "text/html", b"<script>"))

        for response in (shown, saved):
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Cache-Control"] == "private, no-store"
        assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''%E6%9D%8E")
        assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%90%8D")


@pytest.mark.usefixtures("true_clock")  # files have another
@pytest.mark.django_db
class TestErasing:
    def test_its_content_is_gone_from_its_day_on_and_its_row_stays(self, var):
        due, later, never = (kept(erase_on=day) for day in (TODAY, TODAY + timedelta(days=1), None))

        assert actions.erase(by=OWN, today=TODAY) == 1
        with pytest.raises(OutOfScope):
            actions.opened(by=OWN, file=StoredFile.objects.get(pk=due.pk))
        assert actions.sweep(older_than=time.time() + 1) == 1

        assert {file.name for file in on_disk(var)} == {str(later.pk), str(never.pk)}
        assert StoredFile.objects.count() == 3

    def test_what_a_failed_action_wrote_is_swept_but_not_while_it_may_still_run(self, var):
        @action("test.keep_and_fail")
        def keep_and_fail():
            kept()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            keep_and_fail()
        (left,) = on_disk(var)

        tasks.sweep_what_is_left(timezone.now())
        assert left.exists()
        yesterday = time.time() - 25 * 3600
        os.utime(left, (yesterday, yesterday))
        tasks.sweep_what_is_left(timezone.now())
        assert not left.exists()

    def test_half_written_files_are_swept_too(self, var):
        file = kept()
        draft = storing.place_of(file.pk).with_suffix(".draft")
        draft.write_bytes(b"half")

        actions.sweep(older_than=time.time() + 1)

        assert [lying.name for lying in on_disk(var)] == [str(file.pk)]


class TestUploads:
    def handler(self):
        handler = uploads.InMemory(RequestFactory().post("/"))
        handler.new_file("photo", "a.jpg", "image/jpeg", 0)
        return handler

    def test_is_held_in_memory(self):
        handler = self.handler()
        handler.receive_data_chunk(b"abc", 0)

        taken = handler.file_complete(3)
        assert (taken.read(), taken.size, taken.name) == (b"abc", 3, "a.jpg")

    def test_of_what_is_too_big_only_the_size_is_kept(self, monkeypatch):
        monkeypatch.setattr(uploads, "MOST_KEPT", 4)
        handler = self.handler()
        for _ in range(3):
            handler.receive_data_chunk(b"abc", 0)

        taken = handler.file_complete(9)
        assert (taken.size, taken.read()) == (9, b"")

    def test_what_never_ends_is_cut_off(self, monkeypatch):
        monkeypatch.setattr(uploads, "MOST_READ", 4)
        handler = self.handler()
        handler.receive_data_chunk(b"abc", 0)

        with pytest.raises(StopUpload):
            handler.receive_data_chunk(b"abc", 3)
