"""Signing in, and a new password."""

from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from canxie.ground.accounts.devices import check_pin
from canxie.ground.accounts.models import User

ADVICE = "至少 8 个字符，不全是数字。不用常见的密码和自己的名字；几个词连起来，又长又好记。"


def secret(label: str, missing: str, autocomplete: str, **also: Any) -> forms.CharField:
    """A field for a password: blanks in it count, and it is never sent back."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, error_messages={"required": missing}, **also)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "请写用户名。", "max_length": "用户名没有这么长。"},
    )
    password = secret("密码", "请写密码。", "current-password", max_length=200)


class PasswordForm(forms.Form):
    current = secret("现在的密码", "请写现在的密码。", "current-password", max_length=200)
    new = secret("新密码", "请写新密码。", "new-password", max_length=200, help_text=ADVICE)
    again = secret("再写一遍新密码", "请把新密码再写一遍。", "new-password", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not check_password(current, self.user.password):
            raise ValidationError("这不是现在的密码。")
        return current

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if new == self.cleaned_data.get("current"):
            raise ValidationError("新密码要和现在的不一样。")
        validate_password(new, self.user)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError("两遍写得不一样，请再写一遍。")
        return again


def digits(label: str, **also: Any) -> forms.CharField:
    """A field for a PIN: a telephone shows the keys with numbers, and nobody reads along."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    messages = {"required": "请写 6 位数字的 PIN。", "max_length": "PIN 是 6 位数字。"}
    return forms.CharField(label=label, widget=widget, max_length=6, error_messages=messages, **also)


class PinForm(forms.Form):
    prefix = "pin"

    pin = digits("PIN")


class DeviceForm(forms.Form):
    """What binds a device: whoever holds it knows the password, and thinks of a PIN."""

    current = secret("现在的密码", "请写现在的密码。", "current-password", max_length=200)
    pin = digits("想一个 PIN", help_text="6 位数字。不用生日，不用一样的或者连着的数字。")
    again = digits("再写一遍 PIN")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not check_password(current, self.user.password):
            raise ValidationError("这不是现在的密码。")
        return current

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        check_pin(pin)
        return pin

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "pin" in self.cleaned_data and again != self.cleaned_data["pin"]:
            raise ValidationError("两遍写得不一样，请再写一遍。")
        return again
