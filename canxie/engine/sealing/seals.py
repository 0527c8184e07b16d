"""SM4-GCM for what must be read again, keyed SM3 for what must only be found again.

A sealed value begins with the version of its key, so that a newer key may follow while
older values stay readable: 2 bytes version, 12 bytes nonce, the text, 16 bytes tag.
"""

import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

VERSION, NONCE, TAG = 2, 12, 16
INDEX_DIGITS = 32
"""128 bits: no two numbers of a country meet by chance, and 3 million indexes stay small."""


class BrokenSeal(ValueError):
    """The bytes are not what was sealed, or not under this key."""


def seal(data: bytes) -> bytes:
    return sealer()(data)


def sealer() -> Callable[[bytes], bytes]:
    """Look the newest key up once, to seal many values with it."""
    version, secret = settings.KEYS.newest("seal")
    cipher, head = SM4(secret[:16]), version.to_bytes(VERSION, "big")

    def seal_one(data: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        encryptor = Cipher(cipher, GCM(nonce)).encryptor()
        sealed = encryptor.update(data) + encryptor.finalize()
        return b"".join([head, nonce, sealed, encryptor.tag])

    return seal_one


def unseal(blob: bytes) -> bytes:
    """Give back what was sealed. Raises UnknownKey without its key, BrokenSeal if one bit was changed."""
    if len(blob) < VERSION + NONCE + TAG:
        raise BrokenSeal("too short")
    secret = settings.KEYS.secret("seal", key_version(blob))
    nonce, sealed, tag = blob[VERSION : VERSION + NONCE], blob[VERSION + NONCE : -TAG], blob[-TAG:]
    decryptor = Cipher(SM4(secret[:16]), GCM(nonce, tag)).decryptor()
    try:
        return decryptor.update(sealed) + decryptor.finalize()
    except InvalidTag as error:
        raise BrokenSeal("changed") from error


def key_version(blob: bytes) -> int:
    return int.from_bytes(blob[:VERSION], "big")


def blind(kind: str, text: str) -> str:
    """Index a text so that equal texts are found and nothing else is told; "" stays "".

    The key is not the one that seals: whoever has the indexes and a list of all possible
    numbers needs this key too. Its version comes first, for the day it is renewed.
    """
    return blinder(kind)(text) if text else ""


def blinder(kind: str) -> Callable[[str], str]:
    """Look the key up once, to index many texts of one kind."""
    version, secret = settings.KEYS.newest("blind")
    keyed = HMAC(secret, SM3())
    keyed.update(f"{kind}\0".encode())

    def blind_one(text: str) -> str:
        if not text:
            return ""
        index = keyed.copy()
        index.update(text.encode())
        return f"{version}.{index.finalize().hex()[:INDEX_DIGITS]}"

    return blind_one
