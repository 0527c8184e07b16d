"""A new account with its appointment, another appointment, the end of one, a reset."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from canxie.desk.places.fields import PlaceForm
from canxie.ground.accounts.levels import WORKS_AT
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.kernel.names import kept
from canxie.kernel.refusal import Refused

APPOINTED = [role for role in Role if role not in {Role.CHAIR, Role.GROUP_LEADER}]
"""Offices that a federation appoints to; those of an association follow from an election."""


class AppointForm(PlaceForm):
    """Where somebody works as what, since when, and on what basis."""

    field_order = ["name", "username", "role", "where", "which", "since", "basis"]

    role = forms.ChoiceField(
        label="岗位",
        choices=[("", "请选择"), *[(one.value, one.label) for one in APPOINTED]],
        error_messages={"required": "请选岗位。", "invalid_choice": "请选一个岗位。"},
    )
    since = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填从哪天起。", "invalid": "日期没有看懂。"},
    )
    basis = forms.CharField(
        label="依据",
        help_text="聘用文件或者会议的名称和文号。",
        max_length=200,
        error_messages={"required": "请写依据，以后的人看得懂。", "max_length": "依据最多 200 个字。"},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if role := said.get("role"):
            level = WORKS_AT[Role(role)]
            if all(level < len(path) for path in self.inside):
                self.add_error("role", f"{Role(role).label}由上一级任命。")
            else:
                said["place"] = self.place_at(level)
        return said

    @property
    def since_at(self) -> datetime:
        """The first moment of the day; of today, this very moment."""
        day, now = self.cleaned_data["since"], timezone.now()
        return now if day == timezone.localdate(now) else timezone.make_aware(datetime.combine(day, time.min))


class StaffForm(AppointForm):
    """Somebody new, with the first office."""

    name = forms.CharField(label="姓名", max_length=30, error_messages={"required": "请写姓名。"})
    username = forms.CharField(
        label="用户名",
        help_text="登录时用：姓名的拼音、工号或者村代码。只用小写字母、数字、点和横线。",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9.\-]{2,}$", "用户名至少 3 个，只用小写字母、数字、点和横线。")],
        error_messages={"required": "请写用户名。", "max_length": "用户名最多 60 个字符。"},
    )

    def clean_name(self) -> str:
        try:
            return kept(self.cleaned_data["name"])
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError("这个用户名已经有人用了，换一个。")
        return username


class ReasonForm(forms.Form):
    """Why: for whatever somebody else is to understand later."""

    reason = forms.CharField(
        label="为什么",
        help_text="一句话，例如本人当面来说忘了密码。",
        max_length=200,
        error_messages={"required": "请写一句理由，以后的人看得懂。", "max_length": "理由最多 200 个字。"},
    )


class EndForm(ReasonForm):
    field_order = ["on", "reason"]

    on = forms.DateField(
        label="哪天起不再任职",
        help_text="今天就是马上：正在用的登录也一起结束。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填哪天。", "invalid": "日期没有看懂。"},
    )

    def at(self) -> datetime:
        day, now = self.cleaned_data["on"], timezone.now()
        return now if day <= timezone.localdate(now) else timezone.make_aware(datetime.combine(day, time.min))
