"""What the trail can be searched by."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from canxie.desk.trail.words import ACTIONS, GROUPS
from canxie.ground.divisions.models import Division

DAY = {"invalid": "日期没有看懂，例如 2026-11-24。"}


def day_field(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages=DAY)


class SearchForm(forms.Form):
    """The conditions of the list; each may stay open."""

    since = day_field("从哪天")
    until = day_field("到哪天")
    actor = forms.CharField(label="操作人（用户名或姓名）", required=False, max_length=60)
    action = forms.ChoiceField(label="做了什么", required=False)
    place = forms.CharField(label="在哪里（名称或代码）", required=False, max_length=60)
    target = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = [
            (f"{key}.", f"全部{label}")
            for key, label in GROUPS.items()
            if any(a.startswith(f"{key}.") for a in ACTIONS)
        ]
        self.fields["action"] = forms.ChoiceField(
            label="做了什么", required=False, choices=[("", "全部"), *subjects, *ACTIONS.items()]
        )

    def clean_place(self) -> list[str]:
        """The codes that are meant; a name may stand for several places."""
        said = self.cleaned_data["place"].strip()
        if not said:
            return []
        if said.isdecimal():
            return [said[:12]]
        if codes := [*Division.objects.filter(name=said).order_by("code").values_list("code", flat=True).distinct()]:
            return codes
        raise forms.ValidationError(f"没有叫“{said}”的地方：写完整的名称，或者写代码。")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "结束的日子早于开始的日子。")
        return data


class FindForm(forms.Form):
    """A person, by number: the number is typed here, leaves no trace in an address, and is not shown again."""

    number = forms.CharField(label="身份证号或残疾人证号", max_length=30, error_messages={"required": "请填证号。"})


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
