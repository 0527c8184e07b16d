"""What is asked about a person."""

from datetime import date
from typing import Any

from django import forms

from canxie.desk.people.forms.fields import NameField, Part, TelephoneField, asked, day, one_of, taken, words
from canxie.ground.registry.choices import Category, Degree, Relation, Sex
from canxie.ground.registry.models import Person
from canxie.kernel import certificates, identity

SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
FACTS = ("dibao", "destitute", "living_subsidy", "nursing_subsidy", "orphan")


class PersonForm(Part):
    """Who somebody is. An 18-digit number says birth date and sex by itself; typed otherwise, one of them is wrong."""

    kept_back = frozenset({"number"})

    name = NameField()
    number = forms.CharField(
        label="身份证号", required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = one_of("与户主关系", Relation.choices, required=True)
    sex = one_of("性别", Sex.choices)
    born_on = day("出生日期", hint="填了身份证号就不用填。")
    registered_address = words("户籍地址", most=200)
    dibao = asked("低保")
    destitute = asked("特困供养")
    living_subsidy = asked("困难残疾人生活补贴")
    nursing_subsidy = asked("重度残疾人护理补贴")
    orphan = asked("孤残儿童")

    @classmethod
    def stored(cls, subject: Person | None) -> dict[str, Any]:
        if subject is None:
            return {"relation": Relation.HEAD}
        plain = {name: getattr(subject, name) for name in cls.base_fields if name != "number"}
        return plain | {"number": subject.identifier.clear() if subject.identifier else ""}

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        self.read = taken(identity.read, typed, today=self.today) if typed.strip() else None
        return self.read.number if self.read else ""

    def clean_born_on(self) -> date | None:
        return self.not_in_future("born_on")

    def clean(self) -> dict[str, Any]:
        """Let the number say what it says, and ask when two answers differ."""
        kept = self.subject.identifier if self.subject else None
        number = self.cleaned_data.get("number") or (kept.clear() if kept else "")
        if number and "number" not in self.errors:
            self.agree(identity.read(number, today=self.today))
        return self.cleaned_data

    def agree(self, read: identity.Identity) -> None:
        born_on, sex = self.cleaned_data.get("born_on"), self.cleaned_data.get("sex")
        if born_on and born_on != read.born_on:
            said = f"{read.born_on.year}年{read.born_on.month}月{read.born_on.day}日"
            self.add_error("born_on", f"身份证号里的出生日期是 {said}，和这里填的不一样。对一下证件。")
        if sex and sex != SEXES[read.sex]:
            said = SEXES[read.sex].label
            self.add_error("sex", f"身份证号说是{said}，和这里选的不一样。对一下证件。")
        self.cleaned_data["born_on"] = born_on or read.born_on
        self.cleaned_data["sex"] = sex or SEXES[read.sex]


class NewPersonForm(PersonForm):
    """Somebody who is not in the registry: with a certificate, or with what a doctor said."""

    certificate = forms.CharField(
        label="残疾人证号",
        required=False,
        max_length=40,
        help_text="还没有证的，空着，下面选类别和等级。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issued_on = day("发证日期")
    expires_on = day("有效期至")
    category = one_of("残疾类别", Category.choices)
    degree = one_of("残疾等级", Degree.choices)
    phone = TelephoneField()
    whose = words("谁的电话", most=30, hint="不是本人的才填，例如：女儿。")

    later = frozenset({"registered_address", *FACTS})
    field_order = ("name", "number", "certificate", "issued_on", "expires_on", "category", "degree", "relation", "sex",
                   "born_on", "phone", "whose")  # fmt: skip

    def clean_certificate(self) -> certificates.Certificate | None:
        typed = self.cleaned_data["certificate"]
        return taken(certificates.read, typed, today=self.today) if typed.strip() else None

    def clean_issued_on(self) -> date | None:
        return self.not_in_future("issued_on")

    def clean(self) -> dict[str, Any]:
        read: certificates.Certificate | None = self.cleaned_data.get("certificate")
        if read and not self.data.get("number", "").strip():
            self.cleaned_data["number"] = read.identity.number
        super().clean()
        if read:
            self.match(read)
        return self.cleaned_data

    def match(self, read: certificates.Certificate) -> None:
        number = self.cleaned_data.get("number")
        if number and number != read.identity.number:
            self.add_error("certificate", NOT_HIS)
        for field, said, choices in (("category", str(read.category), Category), ("degree", str(read.level), Degree)):
            typed = self.cleaned_data.get(field)
            if typed and typed != said:
                words = dict(choices.choices)
                said_ = words.get(said) or words.get(int(said))
                self.add_error(field, f"残疾人证号说是{said_}，和这里选的不一样。对一下证件。")
            self.cleaned_data[field] = said
        issued_on, expires_on = self.cleaned_data.get("issued_on"), self.cleaned_data.get("expires_on")
        if issued_on and expires_on and expires_on <= issued_on:
            self.add_error("expires_on", "有效期至须晚于发证日期。")


NOT_HIS = "残疾人证号前 18 位和身份证号不一样。对一下证件。"
