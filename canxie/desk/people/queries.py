"""What a reader asked of the roster, as it stands in the address. What was typed stands there sealed.

Addresses end up in logs and in the memory of browsers: a name or a number must not.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from urllib.parse import urlencode

from canxie.engine.keys import UnknownKey
from canxie.engine.sealing.seals import BrokenSeal, seal, unseal

PLAIN = ("town", "village", "kind", "level", "tier", "due", "expires", "state", "sort")


def written(asked: Mapping[str, str], sealed: str = "") -> str:
    """Write an address's query: what was left open is left out. `sealed` is what was typed, where that is known."""
    said = {name: text for name in PLAIN if (text := asked.get(name, "").strip())}
    if typed := asked.get("q", "").strip():
        said["q"] = sealed or hidden(typed)
    return urlencode(said)


def hidden(typed: str) -> str:
    """Seal what was typed, so that it may stand in an address."""
    return urlsafe_b64encode(seal(typed.encode())).decode()


def read(query: Mapping[str, str]) -> dict[str, str]:
    """Read it back; a search that we did not seal, or no longer can read, is none."""
    said = {name: query.get(name, "") for name in PLAIN}
    try:
        typed = unseal(urlsafe_b64decode(query.get("q", ""))).decode()
    except (Error, ValueError, BrokenSeal, UnknownKey):
        typed = ""
    return said | {"q": typed}
