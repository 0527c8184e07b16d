"""A code, a passkey's answer, one's password once more."""

import json
from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from canxie.desk.account.forms import secret
from canxie.ground.accounts.models import User

NUMBERS = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态口令",
        help_text="手机上身份验证器里的 6 位数。",
        max_length=20,
        widget=forms.TextInput(attrs=NUMBERS),
        error_messages={"required": "请写动态口令。", "max_length": "动态口令没有这么长。"},
    )


class PasskeyForm(forms.Form):
    """What a script has got from the browser; without a script there is none."""

    name = forms.CharField(
        label="给它起个名字",
        help_text="例如：办公室电脑、蓝色钥匙。",
        max_length=30,
        error_messages={"required": "请给它起个名字。", "max_length": "名字最多 30 个字。"},
    )
    credential = forms.CharField(
        label="通行密钥",
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={"required": "浏览器没有给出通行密钥。按“登记通行密钥”，照浏览器说的做。"},
    )

    def clean_credential(self) -> Any:
        return credential_of(self.cleaned_data["credential"])


def credential_of(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ValidationError("浏览器给出的通行密钥读不懂，再试一次。")
    return said


class PasswordAgainForm(forms.Form):
    """Whoever changes what protects an account shows that it is theirs."""

    current = secret("现在的密码", "请写现在的密码。", "current-password", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not check_password(current, self.user.password):
            raise ValidationError("这不是现在的密码。")
        return current
