"""Writes a letter: Word by a template that a county may replace, PDF by ours. What was typed never becomes markup."""

import io
import json
import zipfile
from pathlib import Path
from typing import NoReturn

import typst
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from canxie.duties.officers.letters.saying import SAMPLE, Letter
from canxie.engine.files.content import Content

FOLDER = Path(__file__).parent
DEFAULT = FOLDER / "letter.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES, MOST_INFLATED = 5 * 1024 * 1024, 40 * 1024 * 1024


class Unusable(ValueError):
    """The template cannot be used; the message says why, and what to do."""


def word(letter: Letter, template: bytes | None = None) -> Content:
    """Fill the template in. Its expressions are kept in a sandbox: a template may come from outside."""
    document = DocxTemplate(io.BytesIO(template) if template else DEFAULT)
    document.render(letter.told(), jinja_env=environment(), autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return Content(f"{letter.name}的聘任书.docx", WORD, made.getvalue())


class Sandbox(SandboxedEnvironment):
    """What a letter needs and no more: words put in their places, conditions, and a loop over what was told.

    A sandbox keeps a template from the machine, not from counting to the end of days or writing
    a milliard letters: so no range, no arithmetic, no method of a text, and few filters.
    """

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in ("default", "first", "join", "last", "length", "trim")}

    def call_binop(self, context: object, operator: str, left: object, right: object) -> NoReturn:
        raise SecurityError(operator)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)


def environment() -> SandboxedEnvironment:
    return Sandbox()


def pdf(letter: Letter) -> Content:
    """Make a tagged PDF (the machine-checkable part of PDF/UA-1)."""
    data = {"letter": json.dumps(letter.told(), ensure_ascii=False)}
    made = typst.compile(FOLDER / "letter.typ", format="pdf", sys_inputs=data, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 - one document in one format
    return Content(f"{letter.name}的聘任书.pdf", "application/pdf", made)


def usable(data: bytes) -> None:
    """Try a template with a sample. Raises Unusable with what is wrong about it."""
    asked = asked_by(data)
    if unknown := sorted(asked - SAMPLE.told().keys()):
        raise Unusable(f"模板里的“{'、'.join(unknown)}”不认识，能用的见默认模板。")
    if not {"name", "office"} <= asked:
        raise Unusable("模板里至少要有 {{ name }}（姓名）和 {{ office }}（职务）。")
    try:
        word(SAMPLE, data)
    except Exception as error:  # a template may break the writer in any way; it is not taken then
        raise Unusable("用这份模板写不出聘任书，检查花括号和循环，或者从默认模板改起。") from error


def asked_by(data: bytes) -> set[str]:
    """Name the words that a template asks for."""
    if len(data) > MOST_BYTES:
        raise Unusable("模板最多 5 MB，去掉大图再传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(info.file_size for info in package.infolist())
        asked: set[str] = set() if size > MOST_INFLATED else variables(data)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise Unusable("这不是 Word 文档（.docx），在 Word 里另存为 .docx 再传。") from error
    except TemplateError as error:
        raise Unusable("模板里的花括号没有写对，要写成 {{ name }} 这样。") from error
    return asked


def variables(data: bytes) -> set[str]:
    return {*DocxTemplate(io.BytesIO(data)).get_undeclared_template_variables(jinja_env=environment())}
