"""The forms and links of a page, as a browser finds them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Form:
    """Where a form goes, what it would send untouched, and which of its fields take a file."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def untouched(self) -> dict[str, str]:
        return {name: values[0] if values else "" for name, values in self.fields.items() if name not in self.files}


class Page(HTMLParser):
    """Read a page once: `forms`, and `asked` with the names that its links put after the question mark."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.asked = address, list[Form](), dict[str, str]()
        self._open: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._open = Form(found.get("action") or self.address, found.get("method", "get").lower())
                self.forms.append(self._open)
            case "a":
                self.asked |= dict(parse_qsl(urlsplit(found.get("href", "")).query))
            case "select" | "textarea":
                self._select = found.get("name", "")
                self._take(self._select, None)
            case "option":
                self._take(self._select, found.get("value", ""))
            case "input" | "button":
                self._take(found.get("name", ""), found.get("value", ""))
                if self._open and found.get("type") == "file":
                    self._open.files.add(found["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _take(self, name: str, value: str | None) -> None:
        if self._open is not None and name and name != "csrfmiddlewaretoken":
            values = self._open.fields.setdefault(name, [])
            if value is not None:
                values.append(value)
