"""Setting one parameter."""

from datetime import date
from typing import Any

from django import forms

from canxie.engine.parameters.declarations import Parameter


class SettingForm(forms.Form):
    """A value of the parameter's own kind, from when, and why. `seen` is the version the form was opened on."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parameter: Parameter, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        unit = getattr(parameter.kind, "unit", "")
        value = parameter.kind.field()
        value.label = f"{parameter.label}（{unit}）" if unit else parameter.label
        value.help_text = " ".join(filter(None, [parameter.help, str(value.help_text)]))
        self.fields["value"] = value
        self.fields["valid_from"] = forms.DateField(
            label="从哪天起用",
            help_text="这一天以前的，仍按原来的算。",
            widget=forms.DateInput(attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"),
            error_messages={"required": "请填从哪天起用。", "invalid": "日期没有看懂。"},
        )
        self.fields["reason"] = forms.CharField(
            label="为什么改",
            help_text="一句话，例如会议或文件的名称。",
            max_length=200,
            error_messages={"required": "请写一句理由，以后的人看得懂。", "max_length": "理由最多 200 个字。"},
        )

    def clean_valid_from(self) -> date:
        valid_from: date = self.cleaned_data["valid_from"]
        if valid_from < self.today:
            raise forms.ValidationError("起用日期不能早于今天：已经按原来的数算过了。")
        return valid_from
