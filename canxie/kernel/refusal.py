"""How the kernel says no: with one sentence that a person can act on."""


class Refused(ValueError):
    """What was written cannot be taken. `sentence` says what is wrong, and what to do where that is known."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
