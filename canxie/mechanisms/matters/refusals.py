"""Why a move was not made, each in one sentence for whoever tried."""

from collections.abc import Mapping


class Refused(Exception):
    """The matter is as it was. `str()` is a sentence for the page."""


class Overtaken(Refused):
    """Somebody else has moved the matter since the page was opened."""


class NotNow(Refused):
    """The move does not start where the matter stands."""


class NotYours(Refused):
    """The move is another office's to make."""


class Incomplete(Refused):
    """Something is missing, by field."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        super().__init__("".join(missing.values()))
        self.missing = missing


class NothingDue(Refused):
    """The clock has not run out, or somebody was faster."""
