"""The file of a backup: parts in chunks, each sealed with SM4-GCM, none of which can be changed, moved or left out.

A line of magic, a short head in clear (key version, salt, day), then chunks. A chunk's nonce is its number and whether
it is the last, and the head is authenticated with each: a file cut anywhere has no last chunk. Nobody needs more
memory than one chunk. The key is drawn from the backup key and the salt, so no two files share one.
"""

import json
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from canxie.engine.backups.refusals import Damaged, Refused
from canxie.engine.keys import Keys, UnknownKey

MAGIC = b"CANXIE BACKUP 1\n"
NAME = "backup"
"""The name of the key. It lies in the folder of keys, and in no backup."""

CHUNK = 1024 * 1024
LENGTH, TAG, MOST_HEAD = 4, 16, 4096
PART, DATA, END = b"P", b"D", b"E"

FOREIGN = "这个文件不是残协通的备份，或者开头已经损坏。"
CUT = "备份文件不完整，后面缺了一截：换一份备份。"
CHANGED = "备份文件损坏，或者被改动过：换一份备份。"


def fingerprint(secret: bytes) -> str:
    """Tell one key from another without telling the key."""
    return keyed(secret, b"fingerprint").hex()[:16]


def keyed(secret: bytes, text: bytes) -> bytes:
    digest = HMAC(secret, SM3())
    digest.update(text)
    return digest.finalize()


class Writer:
    """Writes parts one after another; `close` writes the last chunk, without which the file is worth nothing."""

    def __init__(self, out: BinaryIO, keys: Keys, **about: Any) -> None:
        version, secret = keys.newest(NAME)
        salt = os.urandom(16)
        head = {"key_version": version, "key": fingerprint(secret), "salt": salt.hex(), **about}
        self._out, self._number, self._waiting = out, 0, bytearray()
        self._head = json.dumps(head, ensure_ascii=False).encode()
        self._cipher = SM4(keyed(secret, salt)[:16])
        out.write(MAGIC + len(self._head).to_bytes(LENGTH, "big") + self._head)

    def part(self, name: str) -> None:
        """Begin the next part; what is written from here on is its content."""
        self._flush()
        self._seal(PART + name.encode())

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) >= CHUNK:
            self._seal(DATA + bytes(self._waiting[:CHUNK]))
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._flush()
        self._seal(END)

    def _flush(self) -> None:
        if self._waiting:
            self._seal(DATA + bytes(self._waiting))
            self._waiting.clear()

    def _seal(self, plain: bytes) -> None:
        encryptor = Cipher(self._cipher, GCM(nonce(self._number, last=plain == END))).encryptor()
        encryptor.authenticate_additional_data(self._head)
        sealed = encryptor.update(plain) + encryptor.finalize()
        self._out.write(len(sealed).to_bytes(LENGTH, "big") + sealed + encryptor.tag)
        self._number += 1


class Reader:
    """Reads a file from its beginning. Every chunk is proved before anybody sees a byte of it.

    Raises:
        Refused: when the file is no backup, or its key is not there or another.
        Damaged: as soon as a chunk is changed, moved or missing.
    """

    def __init__(self, file: BinaryIO, keys: Keys) -> None:
        self._file = file
        if file.read(len(MAGIC)) != MAGIC:
            raise Refused(FOREIGN)
        self._head = self._take(min(int.from_bytes(self._take(LENGTH), "big"), MOST_HEAD))
        try:
            self.about: dict[str, Any] = json.loads(self._head)
            salt = bytes.fromhex(self.about["salt"])
            version, key = int(self.about["key_version"]), self.about["key"]
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(FOREIGN) from error
        try:
            secret = keys.secret(NAME, version)
        except UnknownKey as error:
            missing = f"密钥文件夹里没有第 {version} 版备份密钥：把做备份那台机器的密钥放回 {keys.folder}。"
            raise Refused(missing) from error
        if fingerprint(secret) != key:
            raise Refused("备份密钥不是做这份备份时用的那一把：换上当时的密钥再试。")
        self._cipher = SM4(keyed(secret, salt)[:16])
        self.secret = secret

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Give each part's name and its content; a content that nobody reads is proved all the same."""
        chunks = self._chunks()
        kind, data = next(chunks)
        while kind != END:
            if kind != PART:
                raise Damaged(CHANGED)
            content = Content(chunks)
            yield data.decode(), content
            for _ in content:
                pass
            kind, data = content.after

    def _chunks(self) -> Iterator[tuple[bytes, bytes]]:
        number, kind = 0, b""
        while kind != END:
            size = int.from_bytes(self._take(LENGTH), "big")
            if not 0 < size <= CHUNK + 1:
                raise Damaged(CHANGED)
            sealed, tag = self._take(size), self._take(TAG)
            plain = self._open(number, sealed, tag)
            kind, number = plain[:1], number + 1
            if kind == END and self._file.read(1):
                raise Damaged(CHANGED)
            yield kind, plain[1:]

    def _open(self, number: int, sealed: bytes, tag: bytes) -> bytes:
        decryptor = Cipher(self._cipher, GCM(nonce(number, last=len(sealed) == len(END)), tag)).decryptor()
        decryptor.authenticate_additional_data(self._head)
        try:
            return decryptor.update(sealed) + decryptor.finalize()
        except InvalidTag as error:
            raise Damaged(CHANGED) from error

    def _take(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) < size:
            raise Damaged(CUT)
        return data


class Content(Iterator[bytes]):
    """The chunks of one part; `after` is what stood behind it."""

    def __init__(self, chunks: Iterator[tuple[bytes, bytes]]) -> None:
        self._chunks, self.after = chunks, (b"", b"")

    def __next__(self) -> bytes:
        if self.after[0]:
            raise StopIteration
        kind, data = next(self._chunks)
        if kind == DATA:
            return data
        self.after = (kind, data)
        raise StopIteration


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(8, "big") + bytes([last]) + bytes(3)
