"""How Django's fields become GOV.UK's components or tiles."""

import re

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from canxie.engine.ui.controls import Hinted, control
from canxie.engine.ui.environment import component


class Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致。")
    secret = forms.CharField(label="密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    phone = forms.CharField(label="电话", required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    days = forms.IntegerField(label="天数", min_value=1)
    story = forms.CharField(label="情况", widget=forms.Textarea(attrs={"rows": 3}))
    town = forms.ChoiceField(label="乡镇", choices=[("", "请选择"), ("1", "榆岭镇")])
    photo = forms.FileField(label="照片", widget=forms.ClearableFileInput(attrs={"accept": "image/*"}))
    manner = forms.ChoiceField(
        label="方式", choices=[("a", Hinted("入户", "走到家里")), ("b", "打电话")], widget=forms.RadioSelect
    )
    seen = forms.MultipleChoiceField(
        label="看到", choices=[("1", "病"), ("2", "险")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="同意")


def draw(bound, **options):
    template = engines["jinja2"].from_string("{{ ui.field(bound, **options) }}")
    return re.sub(r"\s+", " ", template.render({"bound": bound, "options": options}))


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("name", ['type="text"', 'id="id_name-hint"', 'aria-describedby="id_name-hint"']),
        ("secret", ['type="password"', 'autocomplete="current-password"']),
        ("phone", ['type="tel"', "电话（选填）"]),
        ("day", ['type="date"', 'class="govuk-input short"']),
        ("days", ['type="number"', 'min="1"']),
        ("story", ["<textarea", 'rows="3"']),
        ("town", ["<select", ">请选择</option>", ">榆岭镇</option>"]),
        ("photo", ['type="file"', 'accept="image/*"']),
        ("manner", ['type="radio"', "<legend", "<small>走到家里</small>"]),
        ("seen", ['type="checkbox"', "<legend", 'id="id_seen-2"']),
        ("agreed", ['type="checkbox"', 'id="id_agreed"']),
    ],
)
def test_each_kind_of_field(name, there):
    drawn = draw(Form()[name])

    assert [part for part in there if part not in drawn] == []
    assert "disabled" not in drawn


@pytest.mark.parametrize("name", Form.base_fields.keys() - {"phone"})
def test_an_error_is_tied_to_what_it_is_about(name):
    drawn = draw(Form({})[name])

    assert f'id="id_{name}-error"' in drawn
    assert re.search(rf'aria-describedby="[^"]*id_{name}-error', drawn)
    assert 'aria-invalid="true"' in drawn
    assert '<span class="vh">出错：</span>这一项还没填。' in drawn


def test_a_password_is_not_sent_back_and_what_was_typed_is():
    form = Form({"secret": "canxie", "name": "<李>", "seen": ["2"], "manner": "a"})

    assert "canxie" not in draw(form["secret"])
    assert 'value="&lt;李&gt;"' in draw(form["name"])
    assert re.findall(r'value="(\w)"[^>]*checked', draw(form["seen"])) == ["2"]
    assert re.findall(r'value="(\w)"[^>]*checked', draw(form["manner"])) == ["a"]


def test_other_words_hidden_words_and_no_optional():
    form = Form()

    assert "谁的电话（选填）" in draw(form["phone"], label="谁的电话")
    assert "选填" not in draw(form["phone"], plain=True)
    assert re.search(r'<label class="[^"]*\bvh\b', draw(form["name"], hide_label=True))


def test_a_link_to_a_field_of_tiles_finds_the_first():
    assert [tile["id"] for tile in control(Form()["manner"]).tiles] == ["id_manner", "id_manner-2"]


def test_tiles_of_no_choice_are_none():
    form = Form()
    form.fields["seen"].choices = []

    assert control(form["seen"]).tiles == []


def test_an_empty_field_is_drawn_once_and_what_somebody_typed_each_time(monkeypatch):
    town, drawn = Form(auto_id="kept_%s")["town"], []
    monkeypatch.setattr("canxie.engine.ui.environment.component", lambda *told: drawn.append(told) or component(*told))

    assert draw(town) == draw(Form(auto_id="kept_%s")["town"])
    typed = [draw(Form({"story": text}, auto_id="kept_%s")["story"]) for text in ("摔了一跤", "摔了一跤")]

    assert [one[1] for one in drawn] == ["select", "textarea", "textarea"]
    assert all("摔了一跤" in one for one in typed)


def test_text_that_only_looks_like_a_tag_is_not_taken_for_one_drawn_before():
    class Town(forms.Form):
        def __init__(self, label):
            super().__init__(auto_id="tag_%s")
            self.fields["town"] = forms.ChoiceField(label=label, choices=[("", "请选择")])

    safe, typed = draw(Town(mark_safe("<i>镇</i>"))["town"]), draw(Town("<i>镇</i>")["town"])

    assert "<i>镇</i>" in safe
    assert "&lt;i&gt;镇&lt;/i&gt;" in typed
