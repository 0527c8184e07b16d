"""What a township fills in about its means, and about who looks after whose village."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from canxie.duties.townships.choices import Kind
from canxie.engine.ui.controls import Hinted
from canxie.kernel.words import month_day


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ResourceForm(forms.Form):
    """One thing that the township has. Saving is the business of the actions."""

    kind = forms.ChoiceField(
        label="哪一类", choices=Kind.choices, widget=forms.RadioSelect, error_messages={"required": "选一下是哪一类。"}
    )
    name = forms.CharField(
        label="名称",
        help_text="人写姓名和身份，比如：李文斌，镇卫生院康复医生。",
        max_length=60,
        error_messages={"required": "写上名称。"},
    )
    path = forms.ChoiceField(label="乡镇还是哪个村的")
    where = forms.CharField(label="在哪里", max_length=100, required=False)
    amount = forms.IntegerField(
        label="多少",
        min_value=0,
        max_value=100_000_000,
        required=False,
        error_messages={"invalid": "这里要填整数。", "min_value": "不能小于 0。"},
    )
    unit = forms.CharField(label="单位", help_text="比如：名、台、张床、元。", max_length=10, required=False)
    hours = forms.CharField(
        label="什么时间", help_text="比如：周一到周五 8:30 到 17:00。", max_length=60, required=False
    )
    contact = forms.CharField(label="联系方式", help_text="单位的电话和找谁。", max_length=60, required=False)
    since = forms.DateField(label="哪天起", widget=day(), error_messages={"required": "写上哪天起。"})
    until = forms.DateField(label="到哪天止", widget=day(), help_text="停用了才填，从那天起不再算。", required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = [*places]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("amount") is not None and not said.get("unit"):
            self.add_error("unit", "写了多少，也写上单位。")
        if said.get("until") and said.get("since") and said["until"] <= said["since"]:
            self.add_error("until", "停用的日子要晚于启用的日子。")
        return said


class CoverForm(forms.Form):
    """Who looks after a village that has nobody, from when to when, and on what basis."""

    user = forms.TypedChoiceField(
        label="请谁代管", coerce=int, widget=forms.RadioSelect, error_messages={"required": "选一下请谁代管。"}
    )
    since = forms.DateField(label="哪天起", widget=day(), error_messages={"required": "写上哪天起。"})
    last = forms.DateField(
        label="到哪天",
        widget=day(),
        help_text="这一天还管，过了半夜自动结束。",
        error_messages={"required": "写上代管到哪天。"},
    )
    basis = forms.CharField(
        label="依据",
        help_text="比如：镇残联会议 2026年11月20日。",
        max_length=200,
        error_messages={"required": "写上依据。"},
    )

    def __init__(
        self, *args: Any, candidates: Sequence[tuple[int, Hinted]], today: date, most: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.most = today, most
        self.fields["user"].choices = [*candidates]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["since"].initial = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.today:
            raise forms.ValidationError("代管不能从过去的日子起。")
        return since

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        since, last = said.get("since"), said.get("last")
        if since and last:
            latest = since + timedelta(self.most - 1)
            if last < since:
                self.add_error("last", "最后一天不能早于第一天。")
            elif last > latest:
                self.add_error("last", f"代管一次最长 {self.most} 天，最晚到{month_day(latest)}。")
        return said


class EndForm(forms.Form):
    reason = forms.CharField(label="为什么结束", max_length=200, error_messages={"required": "写上为什么结束。"})


class NeighboursForm(forms.Form):
    others = forms.MultipleChoiceField(label="和哪些村挨着", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = [*places]  # type: ignore[attr-defined]  # a ChoiceField
