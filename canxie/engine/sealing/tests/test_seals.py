"""What is sealed is read only with its key, and told by nobody in passing."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from canxie.engine.keys import Keys, UnknownKey
from canxie.engine.sealing.fields import Sealed
from canxie.engine.sealing.seals import BrokenSeal, blind, blinder, key_version, seal, sealer, unseal

NUMBER = "379900198001010014"


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS = Keys(tmp_path / "keys")
    return settings.KEYS


@pytest.mark.parametrize("text", ["", NUMBER, "阿依古丽·买买提", "𠮷" * 500])
def test_what_was_sealed_comes_back(keys, text):
    blob = seal(text.encode())

    assert unseal(blob).decode() == text
    assert text == "" or text.encode() not in blob


def test_a_seal_is_sm4_gcm_as_another_hand_writes_it(keys):
    """RFC 8998's own vector for SM4-GCM, so that the cipher is the standard's and not merely ours."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    plain = bytes.fromhex("AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8)
    encryptor = Cipher(SM4(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    cipher = encryptor.update(plain) + encryptor.finalize()

    assert cipher.hex().upper().startswith("17F399F08C67D5EE19D0DC9969C4BB7D")
    assert encryptor.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"


@pytest.mark.parametrize("place", [2, 14, -1])
def test_one_bit_changed_is_found(keys, place):
    blob = bytearray(seal(NUMBER.encode()))
    blob[place] ^= 1

    with pytest.raises(BrokenSeal):
        unseal(bytes(blob))


def test_a_value_is_read_with_the_key_it_was_sealed_with(keys):
    old = seal(b"first")
    (keys.folder / "seal.2").write_bytes(b"2" * 32)

    new = seal(b"second")

    assert [key_version(blob) for blob in (old, new)] == [1, 2]
    assert (unseal(old), unseal(new)) == (b"first", b"second")
    (keys.folder / "seal.1").unlink()
    with pytest.raises(UnknownKey):
        unseal_with_fresh_keys(old, keys)


def unseal_with_fresh_keys(blob, keys):
    keys._read.clear()
    return unseal(blob)


def test_an_index_finds_equals_of_one_kind_and_tells_nothing(keys):
    assert blind("identifier", NUMBER) == blind("identifier", NUMBER)
    assert blind("identifier", NUMBER) != blind("phone", NUMBER)
    assert blind("identifier", "") == ""
    assert NUMBER[-4:] not in blind("identifier", NUMBER)


def test_it_is_told_by_nobody_in_passing(keys):
    sealed = Sealed.of(NUMBER)

    assert {f"{sealed}", repr(sealed), str([sealed])} == {"已封存", "[已封存]"}
    assert sealed.tail() == "0014"
    assert sealed.clear() == NUMBER


def test_many_in_a_row_are_sealed_each_by_itself_and_indexed_like_one(keys):
    first, second = map(sealer(), [b"one", b"one"])

    assert first != second, "each has a nonce of its own"
    assert [unseal(first), unseal(second)] == [b"one", b"one"]
    assert [*map(blinder("phone"), ["1", "", "2"])] == [blind("phone", "1"), "", blind("phone", "2")]
