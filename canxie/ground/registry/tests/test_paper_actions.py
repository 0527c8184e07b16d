"""Certificates, telephones, family, the six clears; and looking at all that."""

from datetime import date

import pytest

from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.registry.actions import (
    Paper,
    confirm,
    confirm_unchanged,
    drop_relative,
    end_phone,
    keep_guardian,
    keep_relative,
    record_certificate,
    record_phone,
    reveal,
    reveal_relative,
    set_certificate_state,
    show_list,
    show_person,
)
from canxie.ground.registry.changes import said
from canxie.ground.registry.choices import CertificateState, Clear, Source
from canxie.ground.registry.models import Block, Certificate, Change, Guardian, Phone
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory, PhoneFactory
from canxie.ground.registry.tests.scopes import HER, HERE, READER
from canxie.kernel import certificates

pytestmark = pytest.mark.django_db

NUMBER = "37990019791231011X"
MARCH, TODAY = date(2026, 3, 1), date(2026, 11, 24)


@pytest.fixture
def person():
    return PersonFactory(number=NUMBER, name="李秀兰", household__path=HERE, household__address="")


def paper(category_and_level, **printed):
    return Paper(certificates.read(NUMBER + category_and_level, today=TODAY), **printed)


class TestCertificate:
    def test_a_new_one_replaces_the_one_before_and_the_person_follows(self, person):
        record_certificate(by=HER, person=person, paper=paper("43", issued_on=date(2016, 6, 1)), on=TODAY)
        newer = paper("42", issued_on=MARCH, expires_on=date(2036, 3, 1))

        record_certificate(by=HER, person=person, paper=newer, on=TODAY)

        person.refresh_from_db()
        assert (person.kind, person.certified_until) == ("肢体二级", date(2036, 3, 1))
        old, new = Certificate.objects.order_by("id")
        assert (old.state, old.ended_on) == (CertificateState.REPLACED, MARCH)
        assert new.state == CertificateState.ACTIVE

    def test_the_same_number_is_a_correction(self, person):
        record_certificate(by=HER, person=person, paper=paper("42"), on=TODAY)
        record_certificate(by=HER, person=person, paper=paper("42", expires_on=date(2036, 3, 1)), on=TODAY)

        assert Certificate.objects.get().expires_on == date(2036, 3, 1)
        assert Certificate.objects.get().person.certified_until == date(2036, 3, 1)

    def test_several_categories_stand_behind_one(self, person):
        record_certificate(by=HER, person=person, paper=paper("72", items={"1": 3, "4": 2}), on=TODAY)
        assert [str(item) for item in person.disabilities.order_by("category")] == ["视力三级", "肢体二级"]

        record_certificate(by=HER, person=person, paper=paper("42"), on=TODAY)
        assert [str(item) for item in person.disabilities.order_by("category")] == ["肢体二级"]

    def test_no_number_stands_in_what_is_kept_of_the_change(self, person):
        record_certificate(by=HER, person=person, paper=paper("42B1"), on=TODAY)

        assert said(Change.objects.get()) == {"certificate": (None, "肢体二级，尾号 011X 42B1，有效")}

    def test_one_that_is_lost_still_says_what_was_assessed_a_cancelled_one_no_more(self, person):
        lost = record_certificate(by=HER, person=person, paper=paper("42", expires_on=date(2036, 3, 1)), on=TODAY)

        set_certificate_state(
            by=HER, person=person, certificate=lost, state=CertificateState.LOST, on=TODAY, reason="挂失"
        )
        person.refresh_from_db()
        assert (person.kind, person.certified_until) == ("肢体二级", None)

        set_certificate_state(
            by=HER, person=person, certificate=lost, state=CertificateState.CANCELLED, on=TODAY, reason="康复"
        )
        person.refresh_from_db()
        assert person.kind == ""

        set_certificate_state(
            by=HER, person=person, certificate=lost, state=CertificateState.ACTIVE, on=TODAY, reason=""
        )
        person.refresh_from_db()
        assert (person.kind, person.certified_until) == ("肢体二级", date(2036, 3, 1))


class TestPhone:
    def test_an_old_number_is_ended_and_stays(self, person):
        old = PhoneFactory(person=person, digits="00000000017")

        new = record_phone(by=HER, person=person, number="00000000018", on=TODAY, replaces=old)

        old.refresh_from_db()
        assert (old.ended_on, old.main, new.main) == (TODAY, False, True)
        assert said(Change.objects.get()) == {"phone": ("00000000017", "00000000018")}
        assert "00000000018" not in str(AuditEntry.objects.get().changes)

    def test_a_second_number_becomes_the_main_one(self, person):
        old = PhoneFactory(person=person, digits="00000000017")

        record_phone(by=HER, person=person, number="00000000018", on=TODAY, whose="女儿")

        old.refresh_from_db()
        assert (old.ended_on, old.main) == (None, False)

    def test_a_number_in_use_is_not_stored_twice(self, person):
        PhoneFactory(person=person, digits="00000000017")

        record_phone(by=HER, person=person, number="0000-0000017", on=TODAY)

        assert Phone.objects.count() == 1
        assert not Change.objects.exists()

    def test_when_the_main_one_ends_another_takes_its_place(self, person):
        main, other = PhoneFactory(person=person), PhoneFactory(person=person, main=False)

        end_phone(by=HER, person=person, phone=main, on=TODAY)

        other.refresh_from_db()
        assert other.main


class TestFamily:
    def test_a_guardian_comes_and_goes(self, person):
        keep_guardian(by=HER, person=person, name="李大山", relation="父亲", phone="00000000019")
        person.refresh_from_db()
        assert (person.guarded, person.guardian.phone.clear()) == (True, "00000000019")
        assert said(Change.objects.get()) == {"guardian": (None, "李大山，父亲，电话尾号 0019")}

        keep_guardian(by=HER, person=person, name="")
        person.refresh_from_db()
        assert person.guarded is False
        assert not Guardian.objects.exists()

    def test_a_relative_is_kept_and_dropped_and_the_timeline_knows_who_it_was(self):
        household = HouseholdFactory(path=HERE)
        relative = keep_relative(
            by=HER, household=household, name="李晓燕", relation="女儿", lives_here=False, emergency=True
        )

        drop_relative(by=HER, household=household, relative=relative)

        assert [said(change) for change in Change.objects.order_by("pk")] == [
            {"relative": (None, "李晓燕，女儿，不同住，紧急联系人")},
            {"relative": ("李晓燕，女儿，不同住，紧急联系人", None)},
        ]


class TestConfirm:
    def of(self, somebody, clear, text=None, on=TODAY, **more):
        return confirm(by=HER, household=somebody.household, clear=clear, on=on, source=Source.VISIT, text=text, **more)

    def test_unchanged_moves_the_day_alone(self, person):
        self.of(person, Clear.HOUSING, "砖房 3 间", on=MARCH)

        self.of(person, Clear.HOUSING)

        block = Block.objects.get()
        assert (block.text, block.confirmed_on, block.confirmed_by_id) == ("砖房 3 间", TODAY, 7)

    def test_a_new_text_keeps_the_old_one(self, person):
        self.of(person, Clear.HOUSING, "砖房 3 间", on=MARCH)

        self.of(person, Clear.HOUSING, "砖房 3 间，装了扶手")

        old, new = Block.objects.order_by("id")
        assert (old.text, old.ended_on, new.ended_on) == ("砖房 3 间", TODAY, None)
        assert said(Change.objects.order_by("-pk")[0]) == {"clear.housing": ("砖房 3 间", "砖房 3 间，装了扶手")}

    def test_a_visit_sent_late_does_not_make_it_older(self, person):
        self.of(person, Clear.HOUSING, "砖房 3 间")
        self.of(person, Clear.HOUSING, on=MARCH)

        assert Block.objects.get().confirmed_on == TODAY

    def test_several_are_confirmed_at_once_as_one_by_one(self, person):
        self.of(person, Clear.HOUSING, "砖房 3 间", on=MARCH)
        self.of(person, Clear.POLICIES, "低保", on=date(2026, 12, 1), person=person)
        asked = [(Clear.HOUSING, None), (Clear.NEEDS, None), (Clear.POLICIES, person)]

        confirm_unchanged(by=HER, household=person.household, asked=asked, on=TODAY, source=Source.VISIT)

        blocks = Block.objects.order_by("clear").values_list(
            "clear", "text", "confirmed_on", "confirmed_by_id", "person"
        )
        assert [*blocks] == [
            ("housing", "砖房 3 间", TODAY, 7, None),
            ("needs", "", TODAY, 7, None),
            ("policies", "低保", date(2026, 12, 1), 7, person.pk),
        ]
        told = AuditEntry.objects.filter(action="registry.clear.confirm.unchanged").order_by("number")
        assert [(one.target_model, one.changes) for one in told] == [
            ("registry.Household", {"clears": ["housing", "needs"]}),
            ("registry.Person", {"clears": ["policies"]}),
        ]

    def test_what_is_a_persons_cannot_be_confirmed_of_a_household(self, person):
        with pytest.raises(ValueError, match="person"):
            confirm_unchanged(
                by=HER, household=person.household, asked=[(Clear.PHONE, None)], on=TODAY, source=Source.VISIT
            )

    def test_a_number_told_for_the_phone_is_sealed_and_not_in_the_text(self, person):
        old = PhoneFactory(person=person, digits="00000000017")

        block = self.of(person, Clear.PHONE, "000 0000 0018（常开机）", person=person)

        old.refresh_from_db()
        assert block.text == "常开机"
        assert old.ended_on == TODAY
        assert Phone.objects.get(ended_on=None).number.clear() == "0000-0000018"

    def test_an_address_told_is_the_households(self, person):
        self.of(person, Clear.ADDRESS, "槐里村三组18号")

        person.household.refresh_from_db()
        assert person.household.address == "槐里村三组18号"

    @pytest.mark.parametrize("clear", [Clear.PHONE, Clear.HOUSING])
    def test_a_persons_are_not_the_households(self, person, clear):
        with pytest.raises(ValueError, match="is of a"):
            self.of(person, clear, person=None if clear == Clear.PHONE else person)


class TestLook:
    def test_one_number_is_shown_and_which_is_noted(self, person):
        phone = PhoneFactory(person=person, digits="00000000017")
        certificate = CertificateFactory(person=person)

        assert reveal(by=HER, person=person, what="identifier") == NUMBER
        assert reveal(by=HER, person=person, what="phone", which=phone.pk) == "00000000017"
        assert reveal(by=HER, person=person, what="certificate", which=certificate.pk) == f"{NUMBER}42"
        assert reveal(by=HER, person=person, what="contact") == "李秀兰，00000000017"

        noted = [entry.changes["number"] for entry in AuditEntry.objects.order_by("number")]
        assert noted == ["identifier", "phone", "certificate", "contact"]
        assert NUMBER not in str([entry.changes for entry in AuditEntry.objects.all()])

    def test_another_ones_phone_is_not_found(self, person):
        with pytest.raises(Phone.DoesNotExist):
            reveal(by=HER, person=person, what="phone", which=PhoneFactory().pk)

        assert not AuditEntry.objects.exists()

    def test_a_relatives_number_is_shown_and_noted(self):
        household = HouseholdFactory(path=HERE)
        relative = household.relatives.create(name="李晓燕", phone="00000000018")
        relative.refresh_from_db()

        assert reveal_relative(by=HER, household=household, relative=relative) == "00000000018"

    def test_who_only_reads_reveals_nothing(self, person):
        with pytest.raises(OutOfScope):
            reveal(by=READER, person=person, what="identifier")

    def test_a_list_is_one_entry_with_count_and_digest(self, person):
        show_list(by=READER, people=[person, PersonFactory()], place=HERE)
        show_list(by=READER, people=[], place=HERE)

        some, none = AuditEntry.objects.order_by("number")
        assert (some.changes["count"], none.changes["count"]) == (2, 0)
        assert some.changes["digest"] != none.changes["digest"]
        assert (some.target_model, some.target_id) == ("registry.Person", "")

    def test_one_person_looked_at_is_on_the_trail(self, person):
        show_person(by=READER, person=person)

        assert AuditEntry.objects.get().target_id == str(person.pk)
