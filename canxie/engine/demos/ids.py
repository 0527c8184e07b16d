"""Ids by chance, as a seed wants them."""

import numpy as np
from numpy.random import Generator


def ids(chance: Generator, count: int) -> list[str]:
    """Draw ids as both databases take them: 32 hexadecimal digits, marked as random ones (RFC 9562, version 4)."""
    raw = np.frombuffer(chance.bytes(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    raw[:, 6] = raw[:, 6] & 0x0F | 0x40
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    text = raw.tobytes().hex()
    return [text[start : start + 32] for start in range(0, len(text), 32)]
