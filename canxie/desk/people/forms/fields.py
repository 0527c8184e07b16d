"""The fields that several forms about people share, and how the kernel's refusals become their errors."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ParamSpec, TypeVar

from django import forms

from canxie.kernel import cells, contacts, names
from canxie.kernel.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")

YES_NO = {True: "1", False: "0", None: ""}


def taken(read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Read what was typed, or say the kernel's sentence under the field."""
    try:
        return read(*args, **kwargs)
    except Refused as refused:
        raise forms.ValidationError(refused.sentence) from refused


def words(label: str, *, required: bool = False, most: int = 60, missing: str = "", hint: str = "") -> forms.CharField:
    messages = {"required": missing or f"请填写{label}。", "max_length": f"最多 {most} 个字。"}
    return forms.CharField(label=label, required=required, max_length=most, error_messages=messages, help_text=hint)


class DayField(forms.DateField):
    """A day, however it was typed: where the browser has no calendar, people write 2026.3.1."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        return taken(cells.day, value, str(self.label)) if isinstance(value, str) else super().to_python(value)


def day(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    return DayField(label=label, required=required, error_messages={"required": f"请填写{label}。"}, help_text=hint)


def one_of(label: str, choices: Any, *, required: bool = False, empty: str = "还没登记") -> forms.ChoiceField:
    options = [*choices] if required else [("", empty), *choices]
    messages = {"required": f"请选{label}。", "invalid_choice": "这一项不在可选的里面，请重选。"}
    return forms.ChoiceField(label=label, required=required, choices=options, error_messages=messages)


def asked(label: str) -> forms.TypedChoiceField:
    """A fact that is yes, no, or not asked yet; the last is never taken for a no."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", "还没问过"), ("1", "是"), ("0", "不是")],
        coerce=lambda said: said == "1",
        empty_value=None,
    )


class NameField(forms.CharField):
    """A name, kept character by character: · and rare characters too."""

    def __init__(self, label: str = "姓名", *, required: bool = True) -> None:
        messages = {"required": f"请填写{label}。", "max_length": "最多 60 个字。"}
        super().__init__(label=label, required=required, max_length=60, error_messages=messages, strip=False)

    def to_python(self, value: Any) -> str:
        name = names.kept(super().to_python(value) or "")
        if any(char.isdigit() for char in name):
            raise forms.ValidationError("姓名里有数字。对一下证件。")
        return name


class TelephoneField(forms.CharField):
    """A telephone number, cleaned to its digits."""

    def __init__(self, label: str = "电话", *, required: bool = False) -> None:
        super().__init__(
            label=label, required=required, max_length=30, error_messages={"required": "请填写电话。"},
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        numbers = taken(contacts.phones, super().to_python(value) or "")
        if len(numbers) > 1:
            raise forms.ValidationError("这里只写一个号码，另一个保存以后再添。")
        return "".join(numbers)


class Part(forms.Form):
    """A form about something that is stored: a person, a household, a relative.

    `stored` gives what the form is about as it stands, by field. It is shown first, except the
    fields in `kept_back`, which are numbers: an empty one of these stays as it is. What is
    asked `later` is drawn behind the rest, folded away until something stands there.
    """

    kept_back: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()

    def __init__(self, data: Mapping[str, Any] | None, *, subject: Any, today: date, prefix: str | None = None) -> None:
        self.subject, self.today = subject, today
        stored = self.stored(subject)
        shown = {name: value for name, value in stored.items() if name not in self.kept_back}
        super().__init__(data, initial=shown, prefix=prefix)
        for name, field in self.fields.items():
            if isinstance(field, forms.TypedChoiceField):
                self.initial[name] = YES_NO[shown.get(name)]
        for name in self.kept_back & {*self.fields}:
            if stored.get(name):
                self.fields[name].help_text = f"现在是尾号 {stored[name][-4:]}。不改就空着。"

    @classmethod
    def stored(cls, subject: Any) -> dict[str, Any]:
        raise NotImplementedError

    def first_asked(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.later]

    def asked_later(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.later]

    def is_open(self) -> bool:
        """Say whether anything stands in what is asked later, or is wrong there."""
        return any(bound.errors or bound.value() not in (None, "", False) for bound in self.asked_later())

    def not_in_future(self, field: str) -> date | None:
        on: date | None = self.cleaned_data[field]
        if on and on > self.today:
            raise forms.ValidationError(f"{self.fields[field].label}不能晚于今天。")
        return on
