"""The file of a backup opens with its key, whole and unchanged, or not at all."""

import io
import random
import tracemalloc

import pytest

from canxie.engine.backups.refusals import Damaged, Refused
from canxie.engine.backups.stream import CHUNK, Reader, Writer
from canxie.engine.keys import Keys

LONG = random.Random(7).randbytes(2 * CHUNK + 5)  # noqa: S311  # any bytes will do


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path / "keys")


@pytest.fixture
def sealed(keys):
    out = io.BytesIO()
    writer = Writer(out, keys, made_at="2026-11-24")
    writer.part("short")
    writer.write(b"two")
    writer.write(b"words")
    writer.part("empty")
    writer.part("long")
    writer.write(LONG)
    writer.close()
    return out.getvalue()


def opened(data, keys):
    return {name: b"".join(content) for name, content in Reader(io.BytesIO(data), keys).parts()}


def test_gives_back_what_was_written(sealed, keys):
    assert opened(sealed, keys) == {"short": b"twowords", "empty": b"", "long": LONG}


def test_names_its_parts_to_who_skips_them(sealed, keys):
    assert [name for name, _ in Reader(io.BytesIO(sealed), keys).parts()] == ["short", "empty", "long"]


def test_tells_nothing_without_the_key(sealed, keys, tmp_path):
    assert b"twowords" not in sealed
    assert LONG[:64] not in sealed
    with pytest.raises(Refused, match="没有第 1 版备份密钥"):
        opened(sealed, Keys(tmp_path / "none"))


def test_refuses_another_key(sealed, tmp_path):
    others = Keys(tmp_path / "others")
    others.newest("backup")

    with pytest.raises(Refused, match="不是做这份备份时用的那一把"):
        opened(sealed, others)


@pytest.mark.parametrize("nth", range(100))
def test_a_flipped_bit_is_found(sealed, keys, nth):
    place = random.Random(nth).randrange(len(sealed) * 8)  # noqa: S311  # any place will do
    spoilt = bytearray(sealed)
    spoilt[place // 8] ^= 1 << place % 8

    with pytest.raises(Refused):
        opened(bytes(spoilt), keys)


@pytest.mark.parametrize("left", [0, 5, 16, 40, 500, 2 * CHUNK, -21, -1])
def test_a_cut_file_is_found(sealed, keys, left):
    with pytest.raises(Refused):
        opened(sealed[:left], keys)


def test_chunks_that_changed_places_or_were_added_are_found(sealed, keys):
    head = sealed.index(b"}") + 1
    chunks, at = [], head
    while at < len(sealed):
        end = at + 4 + int.from_bytes(sealed[at : at + 4], "big") + 16
        chunks.append(sealed[at:end])
        at = end
    swapped = [chunks[0], chunks[2], chunks[1], *chunks[3:]]
    for spoilt in (swapped, chunks[:-2] + chunks[-1:], [*chunks, chunks[-1]], chunks[:-1]):
        with pytest.raises(Damaged):
            opened(sealed[:head] + b"".join(spoilt), keys)


def test_no_two_files_share_a_key_stream(keys):
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        writer = Writer(out, keys)
        writer.part("same")
        writer.close()

    assert first.getvalue()[-30:] != second.getvalue()[-30:]


def test_needs_no_more_memory_than_a_few_chunks(keys, tmp_path):
    tracemalloc.start()
    with (tmp_path / "large").open("wb") as out:
        writer = Writer(out, keys)
        writer.part("large")
        for _ in range(48):
            writer.write(bytes(CHUNK))
        writer.close()
    with (tmp_path / "large").open("rb") as file:
        length = sum(len(data) for _, content in Reader(file, keys).parts() for data in content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert length == 48 * CHUNK
    assert most < 10 * CHUNK
