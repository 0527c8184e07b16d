"""Fill a form of a page that is drawn already with what somebody had typed into it before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from canxie.engine.ui.troubles import MARK, is_secret

LEFT_ALONE = {"file", "password", "image", "reset"}
Attributes = dict[str, str | None]


class Span(NamedTuple):
    start: int
    end: int


@dataclass
class Tag:
    """A tag as it stands in the text; `inside` is what stands between it and its end, for a textarea."""

    name: str
    attributes: Attributes
    at: Span
    folded_in: Sequence["Tag"] = ()
    inside: Span | None = None
    options: list["Tag"] = field(default_factory=list)
    controls: list["Tag"] = field(default_factory=list)

    def get(self, key: str) -> str:
        return self.attributes.get(key) or ""

    def written(self, **other: str | None) -> str:
        """The tag again, with other attributes."""
        told = self.attributes | other
        said = [key if value is None else f'{key}="{escape(value)}"' for key, value in told.items()]
        return f"<{' '.join([self.name, *said])}>"

    def chosen(self, key: str, *, is_on: bool) -> str:
        kept = {name: value for name, value in self.attributes.items() if name != key}
        return Tag(self.name, kept | ({key: None} if is_on else {}), self.at).written()


class Forms(HTMLParser):
    """Read a page once: its forms, each with its controls, wherever they stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.forms: list[Tag] = []
        self._elsewhere: list[Tag] = []
        self._form: Tag | None = None
        self._open: Tag | None = None
        self._folds: list[Tag] = []
        self.feed(text)
        for control in self._elsewhere:
            for form in self.forms:
                if form.get("id") == control.get("form"):
                    form.controls.append(control)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        found = Tag(tag, dict(attrs), Span(start, start + len(self.get_starttag_text() or "")), (*self._folds,))
        match tag:
            case "details":
                self._folds.append(found)
            case "form":
                self._form = found
                self.forms.append(found)
            case "option" if self._open:
                self._open.options.append(found)
            case "input" | "textarea" | "select" | "button":
                self._open = found if tag in {"textarea", "select"} else self._open
                if "form" in found.attributes:
                    self._elsewhere.append(found)
                elif self._form:
                    self._form.controls.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open:
            self._open.inside = Span(self._open.at.end, self._here())
        if tag in {"textarea", "select"}:
            self._open = None
        if tag == "form":
            self._form = None
        if tag == "details" and self._folds:
            self._folds.pop()


def filled(text: str, page: str, action: str, fields: Sequence[tuple[str, str]]) -> str | None:
    """Give the page with its form filled in, or None when the form does not stand there.

    `page` is the page's own address and `action` where the form was sent, both from the root.
    Secrets, files and the page's new tokens are left as they are; what has no field in the
    form any more goes along unseen, so that nothing is lost.
    """
    told: dict[str, list[str]] = {}
    for name, value in fields:
        if name != MARK and not is_secret(name):
            told.setdefault(name, []).append(value)
    found = [form for form in Forms(text).forms if action in addresses(form, page) and likeness(form, told)]
    if not found:
        return None
    return spliced(text, max(found, key=lambda form: likeness(form, told)), told)


def addresses(form: Tag, page: str) -> set[str]:
    """Wherever a form may be sent by POST."""
    said = [button.get("formaction") for button in form.controls if button.get("formaction")]
    said += [form.get("action")] if form.get("method").lower() == "post" else []
    said += [form.get("hx-post")] if form.get("hx-post") else []
    return {urljoin(page, one) for one in said}


def likeness(form: Tag, told: dict[str, list[str]]) -> int:
    """How many of the fields this form has; one that holds the very same hidden word counts thrice."""
    mine = [control for control in form.controls if control.get("name") in told]
    same = [one for one in mine if one.get("type") == "hidden" or one.name == "button"]
    return len({one.get("name") for one in mine}) + 2 * sum(one.get("value") in told[one.get("name")] for one in same)


def spliced(text: str, form: Tag, told: dict[str, list[str]]) -> str:
    left = {name: [*values] for name, values in told.items()}
    edits: dict[Span, str] = {}
    unfold = [*form.folded_in]
    for control in form.controls:
        name = control.get("name")
        if not name or name == MARK or is_secret(name) or control.get("type") in LEFT_ALONE:
            continue
        changed = edits_of(control, told.get(name, []), left)
        if changed and name in told and control.get("type") != "hidden":
            unfold += control.folded_in
        edits |= changed
    edits |= {one.at: one.written(open=None) for one in unfold}
    unseen = [(name, value) for name, values in left.items() for value in values]
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in unseen)
    edits[form.at] = text[form.at.start : form.at.end] + hidden
    for span, new in sorted(edits.items(), reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def edits_of(control: Tag, values: Sequence[str], left: dict[str, list[str]]) -> dict[Span, str]:
    """What changes in the text for one control; takes what it shows out of `left`."""
    name, kind = control.get("name"), control.get("type")
    if control.name == "button" or kind == "submit":
        left.pop(name, None)
        return {}
    if control.name == "select":
        left.pop(name, None)
        options = control.options if values else []
        return {one.at: one.chosen("selected", is_on=one.get("value") in values) for one in options}
    if kind in {"checkbox", "radio"}:
        left.pop(name, None)
        return {control.at: control.chosen("checked", is_on=(control.attributes.get("value") or "on") in values)}
    if not left.get(name):
        return {}
    value = left[name].pop(0)
    if control.name == "textarea":
        return {control.inside: f"\n{escape(value)}"} if control.inside else {}
    return {control.at: control.written(value=value)}
