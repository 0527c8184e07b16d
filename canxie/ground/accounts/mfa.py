"""What django-allauth asks of the house about second factors: how secrets lie, and what things are called."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from canxie.engine.sealing.seals import seal, unseal

SITE = "残协通"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library brings no types
    """Seals the secrets of one-time codes and of recovery codes; names the house without asking the request."""

    def encrypt(self, text: str) -> str:
        return seal(text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text)).decode()

    def _get_site_name(self) -> str:
        return SITE

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()
