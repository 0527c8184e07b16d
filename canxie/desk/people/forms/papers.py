"""What is asked about certificates, telephone numbers, guardians, and whether somebody lives."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from canxie.desk.people.forms.fields import NameField, Part, TelephoneField, day, one_of, taken, words
from canxie.desk.people.forms.person import NOT_HIS
from canxie.ground.registry.actions.certificates import tail
from canxie.ground.registry.choices import Category, CertificateState, Degree, State
from canxie.ground.registry.models import Guardian, Person
from canxie.kernel import certificates

ITEMS = [category for category in Category if category != Category.MULTIPLE]


class CertificateForm(Part):
    """A certificate as it lies on the table."""

    certificate = forms.CharField(
        label="残疾人证号",
        max_length=40,
        error_messages={"required": "请填写残疾人证号。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="20 位，补办的末尾有 B1、B2。",
    )
    issued_on = day("发证日期")
    expires_on = day("有效期至")
    issuer = words("发证机关")

    def __init__(self, data: Mapping[str, Any] | None, *, subject: Person, today: date) -> None:
        super().__init__(data, subject=subject, today=today)
        for category in ITEMS:
            field = one_of(f"{category.label}等级", Degree.choices, empty="没有")
            self.fields[f"item_{category.value}"] = field
            field.widget.attrs.pop("required", None)
            if not self.is_bound:
                self.initial.setdefault(f"item_{category.value}", self.stored(subject)["items"].get(category.value, ""))

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        active = subject.certificates.filter(state=CertificateState.ACTIVE).order_by("pk").first()
        items = dict(subject.disabilities.order_by("category").values_list("category", "degree"))
        if active is None:
            return {"items": items}
        return {"items": items, "issuer": active.issuer, "active": active.number.clear()}

    def clean_certificate(self) -> certificates.Certificate:
        read = taken(certificates.read, self.cleaned_data["certificate"], today=self.today)
        known = self.subject.identifier
        if known and known.clear() != read.identity.number:
            raise forms.ValidationError(NOT_HIS)
        return read

    def clean_issued_on(self) -> date | None:
        return self.not_in_future("issued_on")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        issued_on, expires_on = data.get("issued_on"), data.get("expires_on")
        if issued_on and expires_on and expires_on <= issued_on:
            self.add_error("expires_on", "有效期至须晚于发证日期。")
        items = {category.value: int(said) for category in ITEMS if (said := data.get(f"item_{category.value}"))}
        read: certificates.Certificate | None = data.get("certificate")
        if read and str(read.category) == Category.MULTIPLE:
            self.several(items, read.level)
        data["items"] = items
        return data

    def several(self, items: dict[str, int], level: int) -> None:
        """A 多重 names two categories at least, the most severe with its own level."""
        if len(items) < 2:
            self.add_error(f"item_{ITEMS[0].value}", "多重残疾至少有两类，照证件备注选出每一类的等级。")
        elif min(items.values()) != level:
            self.add_error(
                f"item_{ITEMS[0].value}", f"证号说最重的是{Degree(level).label}，和下面选的不一样。对一下证件。"
            )


class CertificateStateForm(Part):
    """What became of a certificate."""

    certificate = one_of("哪本证", [], required=True)
    state = one_of(
        "现在是",
        [(one.value, one.label) for one in CertificateState if one != CertificateState.REPLACED],
        required=True,
    )
    on = day("从哪天起", required=True)
    reason = words("原因")

    def __init__(self, data: Mapping[str, Any] | None, *, subject: Person, today: date) -> None:
        super().__init__(data, subject=subject, today=today)
        self.papers = {str(paper.pk): paper for paper in subject.certificates.order_by("-issued_on", "-pk")}
        choices = [
            (key, f"{paper}，尾号 {tail(paper)}，{paper.get_state_display()}") for key, paper in self.papers.items()
        ]
        self.fields["certificate"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        states = subject.certificates.order_by("pk").values_list("pk", "state")
        return {"states": [*map(list, states)]}

    def clean_on(self) -> date | None:
        return self.not_in_future("on")

    def clean(self) -> dict[str, Any]:
        paper = self.papers.get(self.cleaned_data.get("certificate", ""))
        active = [one for one in self.papers.values() if one.state == CertificateState.ACTIVE and one != paper]
        if self.cleaned_data.get("state") == CertificateState.ACTIVE and active:
            self.add_error("state", "已经有一本有效的证。先记那一本怎么了。")
        return self.cleaned_data | {"paper": paper}


class PhoneForm(Part):
    """A new number, beside or in place of an old one; or an old one that reaches nobody any more."""

    number = TelephoneField("新号码")
    whose = words("谁的电话", most=30, hint="不是本人的才填，例如：女儿。")
    replaces = one_of("停用哪个", [], empty="都留着")

    def __init__(self, data: Mapping[str, Any] | None, *, subject: Person, today: date) -> None:
        super().__init__(data, subject=subject, today=today)
        self.used = {str(phone.pk): phone for phone in subject.phones.filter(ended_on=None).order_by("-main", "pk")}
        self.fields["replaces"].choices = [  # type: ignore[attr-defined]
            ("", "都留着"),
            *[(key, f"尾号 {phone.number.tail()}（{phone}）") for key, phone in self.used.items()],
        ]

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        used = subject.phones.filter(ended_on=None).order_by("pk")
        return {"phones": [[phone.pk, phone.number.clear(), phone.whose] for phone in used]}

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("number") and not self.cleaned_data.get("replaces") and not self.errors:
            self.add_error("number", "填一个新号码，或者在下面选停用哪个。")
        return self.cleaned_data | {"phone": self.used.get(self.cleaned_data.get("replaces", ""))}


class GuardianForm(Part):
    """Who answers for somebody. No name: nobody."""

    kept_back = frozenset({"phone"})

    name = NameField("监护人姓名", required=False)
    relation = words("与本人关系", most=30)
    phone = TelephoneField()
    born_on = day("出生日期")

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        guardian = Guardian.objects.filter(person=subject).order_by("pk").first()
        if guardian is None:
            return {}
        phone = guardian.phone.clear() if guardian.phone else ""
        return {"name": guardian.name, "relation": guardian.relation, "phone": phone, "born_on": guardian.born_on}

    def clean_born_on(self) -> date | None:
        return self.not_in_future("born_on")


class StateForm(Part):
    """What became of somebody, since when, and who says so."""

    state = one_of("现在是", State.choices, required=True)
    on = day("哪天", required=True)
    told_by = words("依据", required=True, most=100, missing="写下是怎么知道的。", hint="例如：家属告知，户籍证明。")

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        return {"state": subject.state}

    def clean_on(self) -> date | None:
        return self.not_in_future("on")
