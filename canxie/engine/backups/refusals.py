"""What keeps a backup from being made, opened or brought back: one plain sentence each."""


class Refused(Exception):
    """Nothing was done, and the message says why and what to do. `code` is the exit code of the command."""

    code = 2


class Damaged(Refused):
    """The file is not what was written: the answer to “is it whole” is no."""

    code = 1


class Unlike(Refused):
    """What came back is not what the manifest says: the answer to “is it restored” is no."""

    code = 1
