"""What a page says, without the blanks between its tags."""

import re


def text_of(response):
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", response.content.decode())
