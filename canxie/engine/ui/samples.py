"""What the gallery of macros shows: a field of each kind, and invented rows."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms

from canxie.engine.ui.controls import Hinted

MANNERS = [("home", "入户"), ("met", "在外面见到"), ("call", "打电话"), ("none", "没见到人")]
REASONS = [("", "请选择"), ("out", "不在家"), ("ill", "住院")]
ASKED = [("same", "没变化"), ("changed", "有变化")]
LEADS = [("a", Hinted("下沟村残协", "建议：残疾人最多（19 位），班子齐")), ("b", Hinted("上沟村残协", "副主席缺 1 名"))]
KEPT = SimpleNamespace(action="/ui/", fields=[("words", "门口给安个把手。")], has_files=True, token="")


class Sample(forms.Form):
    """One field of each kind that `ui.field` knows."""

    text = forms.CharField(label="姓名", help_text="与证件一致。")
    secret = forms.CharField(label="密码", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    words = forms.CharField(label="找人", widget=forms.TextInput(attrs={"type": "search"}))
    phone = forms.CharField(label="电话", widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric"}))
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    number = forms.IntegerField(label="间隔天数", min_value=1)
    story = forms.CharField(label="情况", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    level = forms.ChoiceField(label="等级", choices=[("1", "一级"), ("2", "二级")])
    photo = forms.FileField(label="照片", help_text="拍台阶、扶手这样的地方，尽量不拍脸。")
    manner = forms.ChoiceField(label="方式", choices=MANNERS, widget=forms.RadioSelect)
    why = forms.ChoiceField(label="为什么没见到", choices=REASONS)
    seen = forms.MultipleChoiceField(
        label="有这些吗", choices=[("ill", "身体明显变差"), ("mood", "情绪不好")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="本人同意")
    asked = forms.ChoiceField(label="电话有变化吗", choices=ASKED, widget=forms.RadioSelect)
    lead = forms.ChoiceField(
        label="以哪个为主", choices=LEADS, widget=forms.RadioSelect, help_text="建议按人数和路程排。"
    )


MOMENTS = [
    SimpleNamespace(on=date(2026, 10, 12), title="入户走访，见到 2 人", text="门口台阶湿滑。", by="周素琴", mark=True),
    SimpleNamespace(on=date(2026, 10, 12), title="提出需求：成人护理垫", words="夜里换得勤，一包不够用。"),
]
BARS = [
    {"name": "等答复", "value": 9, "share": 41, "late": True, "sub": "超时 2 条", "href": "#bars"},
    {"name": "在找资源", "value": 22, "share": 100},
]
SEATS: list[dict[str, Any]] = [
    {
        "title": "主席",
        "badge": "要 1 名，有 1 名",
        "seats": [{"name": "刘长河", "text": "村委会副主任", "sub": "到 2027年4月", "main": True}],
    },
    {
        "title": "副主席",
        "badge": "要 2 到 3 名，有 1 名",
        "seats": [{"name": "缺 1 名", "text": "已 52 天", "empty": True, "link": "提名副主席", "href": "#seats"}],
    },
]


def samples() -> dict[str, Any]:
    """Make the forms, blank and wrong, and what the other macros are shown with.

    Each form has names and labels of its own, as on any page.
    """
    wrong = Sample({}, prefix="wrong")
    for field in wrong.fields.values():
        field.label = f"{field.label}，填错时"
    wrong.add_error(None, "本月已经登记过。")
    others = {name: Sample(prefix=name) for name in ("narrow", "asking")}
    return {"blank": Sample(), "wrong": wrong, **others, "moments": MOMENTS, "bars": BARS, "seats": SEATS, "kept": KEPT}
