"""The national list is what design.md says it is, and is loaded whole, once and fast enough."""

import json
import lzma
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from canxie.engine.audit.chain import verify
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.divisions import national
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.national import AS_OF, FILE, listed
from canxie.ground.divisions.sounds import by_character, sound_of
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power

SHANDONG, DISTRICT = "37", "370102"
COLUMNS = ["code", "name", "level", "valid_from", "valid_to", "successors", "urban_rural", "sound", "initials"]


@pytest.fixture(scope="module")
def everything():
    return lzma.decompress(FILE.read_bytes()).decode().splitlines()


def test_the_list_says_where_it_is_from(everything):
    said = " ".join(line for line in everything if line.startswith("#"))

    assert all(word in said for word in ("china-division 2.7.0", "WTFPL", "2023-06-30"))
    assert date(2023, 6, 30) == AS_OF


def test_the_list_has_all_divisions_of_the_country_in_six_megabytes(everything):
    codes = [line.split(",")[0] for line in everything if line[0].isdigit()]

    assert Counter(map(len, codes)) == {2: 31, 4: 342, 6: 2_978, 9: 41_352, 12: 620_573}
    assert sum(code.startswith(SHANDONG) and len(code) == 12 for code in codes) == 62_074
    assert codes == sorted(set(codes))
    assert FILE.stat().st_size < 6_000_000


def test_a_division_comes_with_what_is_above_and_inside():
    rows = listed("370102001")

    assert [row[:2] for row in rows[:4]] == [
        ("37", "山东省"),
        ("3701", "济南市"),
        ("370102", "历下区"),
        ("370102001", "解放路街道"),
    ]
    assert {row[0][:9] for row in rows[4:]} == {"370102001"}
    assert listed(national_village := rows[-1][0])[-1][0] == national_village


@pytest.mark.parametrize("code", ["3799", "379900", "3", "370", "", "3701020"])
def test_what_is_not_in_the_list_is_nothing(code):
    assert listed(code) == []


def test_the_last_lines_are_found_too():
    assert listed("65")[-1][:2] == ("659012505508", "八连生活区")


def test_a_sound_is_given_where_the_characters_would_mislead():
    given = [(name, sound) for _, name, sound in listed(DISTRICT) if sound]

    assert ("千佛山街道", "qian fo shan jie dao") in given
    assert all(sound == sound_of(name) != by_character(name) for name, sound in given)


@pytest.mark.django_db
class TestLoad:
    def load(self, code, *paths, told=lambda rows: None):
        scope = Scope(0, {Power.DIVISIONS_CHANGE: paths or (code[:2],)})
        return load(by=scope, code=code, rows=listed(code), as_of=AS_OF, told=told)

    def test_rows_are_whole(self):
        self.load(DISTRICT)

        assert Division.objects.values_list(*COLUMNS).get(code="370102002") == (
            "370102002",
            "千佛山街道",
            Level.TOWNSHIP,
            date(2023, 6, 30),
            None,
            [],
            None,
            "qian fo shan jie dao",
            "qfsjd",
        )
        assert Division.objects.get(code=DISTRICT).initials == "lxq"

    def test_a_second_time_changes_nothing(self):
        first = self.load(DISTRICT)

        assert (first, self.load(DISTRICT)) == (Division.objects.count(), 0)
        assert Division.objects.filter(code="37").count() == 1

    def test_leaves_one_entry_on_the_trail_each_time(self):
        count = self.load(DISTRICT)
        self.load(DISTRICT)

        first, second = AuditEntry.objects.order_by("number")
        assert (first.action, first.place, first.actor_id) == ("divisions.load", DISTRICT, 0)
        assert (first.changes["rows"], second.changes["rows"]) == (count, 0)
        assert first.changes["as_of"] == "2023-06-30"
        assert verify() == {}

    def test_what_is_known_here_is_left_alone_even_when_it_is_gone(self):
        VillageFactory(code="370102002001", name="改过的名字", valid_to=date(2026, 1, 1))

        self.load(DISTRICT)

        assert Division.objects.get(code="370102002001").name == "改过的名字"

    def test_tells_how_far_it_is(self, monkeypatch):
        heard = []
        monkeypatch.setattr("canxie.ground.divisions.bulk.BATCH", 50)

        count = self.load(DISTRICT, told=heard.append)

        assert sum(heard) == count
        assert set(heard[:-1]) == {50}

    @pytest.mark.parametrize("paths", [("38",), ("370102",), ("37010",)])
    def test_the_power_must_cover_all_that_is_new(self, paths):
        with pytest.raises(OutOfScope):
            self.load(DISTRICT, *paths)

        assert not Division.objects.exists()


@pytest.mark.django_db
class TestCommand:
    def test_shandong_at_once(self, capsys):
        call_command("load_divisions", "37", "--json")

        assert json.loads(capsys.readouterr().out) == {
            "code": "37",
            "as_of": "2023-06-30",
            "new": 64_095,
            "kept": 0,
            "villages": 62_074,
        }
        assert Division.objects.filter(level=Level.VILLAGE).count() == 62_074

    def test_says_in_words_what_was_done(self, capsys):
        call_command("load_divisions", "370102001")

        assert capsys.readouterr().out.startswith("新装 ")

    @pytest.mark.parametrize("code", ["3799", "37x", "山东", ""])
    def test_what_is_not_in_the_list_is_refused(self, code):
        with pytest.raises(CommandError, match="没有") as refusal:
            call_command("load_divisions", code)

        assert refusal.value.returncode == 2


def test_the_list_is_cut_by_lines_and_not_by_numbers(monkeypatch, tmp_path):
    file = tmp_path / "divisions.csv.xz"
    file.write_bytes(lzma.compress("# 37\ncode,name,sound\n13,河北省,\n37,山东省,\n3701,济南市,\n38,甲,\n".encode()))
    monkeypatch.setattr(national, "FILE", file)

    assert listed("37") == [("37", "山东省", ""), ("3701", "济南市", "")]
