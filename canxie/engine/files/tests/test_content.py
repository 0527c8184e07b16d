"""A photo is drawn again with nothing but its pixels; what is hostile is refused in one sentence."""

import io
import struct
import zlib

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from canxie.engine.files import content
from canxie.engine.files.content import Unfit, photo, sheet
from canxie.engine.files.fields import PhotoField, SheetField

OPENS_NOT = "这张照片打不开：请用 JPG、PNG 或 WebP 格式的照片，换一张再试。"


def upload(data, name="李秀兰家.JPG"):
    return SimpleUploadedFile(name, data)


def drawn(kind="JPEG", size=(40, 20), mode="RGB", colour="red", **said):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **said)
    return out.getvalue()


def png(width, height, body=b""):
    """A PNG written by hand: a head that says how large it is, and whatever follows."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def reopened(taken):
    return Image.open(io.BytesIO(taken.data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_of_at_most_1600_pixels(kind):
    taken = photo(upload(drawn(kind, (3200, 800))))

    assert (taken.name, taken.media_type) == ("李秀兰家.jpg", "image/jpeg")
    assert (reopened(taken).format, reopened(taken).size) == ("JPEG", (1600, 400))


def test_a_small_photo_keeps_its_size():
    assert reopened(photo(upload(drawn(size=(40, 20))))).size == (40, 20)


def test_nothing_the_camera_wrote_is_left():
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "CANARY-PHONE", "2026:11:24 08:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 39.0, 7.0), 29: "CANARY-GPS"})
    brought = drawn(exif=exif, comment=b"CANARY-COMMENT", icc_profile=b"CANARY-ICC")
    assert b"CANARY-GPS" in brought
    assert b"CANARY-COMMENT" in brought

    taken = photo(upload(brought + b"CANARY-BEHIND"))

    assert b"CANARY" not in taken.data
    assert not reopened(taken).getexif()
    assert set(reopened(taken).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter

    assert reopened(photo(upload(drawn(size=(40, 20), exif=exif)))).size == (20, 40)


def test_what_is_transparent_becomes_white():
    taken = photo(upload(drawn("PNG", mode="RGBA", colour=(0, 0, 0, 0))))

    assert reopened(taken).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA"])
def test_photos_of_all_modes_are_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert reopened(photo(upload(drawn(kind, mode=mode, colour=0)))).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"not a photo",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        png(100, 100, b"\0" * 10),
        drawn("GIF"),
        drawn("TIFF"),
        drawn("BMP"),
        drawn(size=(400, 400))[:2000],
    ],
    ids=range(12),
)
def test_what_is_no_photo_is_refused_in_one_sentence(data):
    with pytest.raises(Unfit, match=OPENS_NOT):
        photo(upload(data))


@pytest.mark.parametrize("side", [8_000, 30_000, 2_000_000])
def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(side, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))

    with pytest.raises(Unfit, match=r"像素太多|打不开"):
        photo(upload(png(side, side)))


def test_a_text_that_unpacks_without_end_is_refused():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 100_000_000, 9))
    good = png(1, 1, b"\0\0\0\0")
    bomb = good[:33] + text + good[33:]

    with pytest.raises(Unfit):
        photo(upload(bomb))


def test_the_limits_are_told_with_both_figures(monkeypatch):
    monkeypatch.setattr(content, "MOST_PHOTO", content.MIB)
    with pytest.raises(Unfit, match=r"照片有 1\.5 MB，最多 1 MB。"):
        photo(upload(b"x" * (content.MIB * 3 // 2)))


def test_a_sheet_is_handed_on_as_it_is():
    taken = sheet(upload(b"\x00anything", "名册.xls"))

    assert (taken.name, taken.data) == ("名册.xls", b"\x00anything")
    with pytest.raises(Unfit, match="表格是空的"):
        sheet(upload(b""))


class Brought(forms.Form):
    photo = PhotoField(label="照片", required=False)
    roster = SheetField(label="名册")


def test_a_form_gives_the_content_or_says_what_is_wrong():
    good = Brought({}, {"photo": upload(drawn()), "roster": upload(b"a,b", "a.csv")})
    assert good.is_valid()
    assert (good.cleaned_data["photo"].name, good.cleaned_data["roster"].data) == ("李秀兰家.jpg", b"a,b")

    bad = Brought({}, {"photo": upload(b"x")})
    assert bad.errors == {"photo": [OPENS_NOT], "roster": ["请选一个文件。"]}


def test_a_form_without_a_photo_is_fine_when_none_is_asked_for():
    form = Brought({}, {"roster": upload(b"a,b", "a.csv")})

    assert form.is_valid()
    assert form.cleaned_data["photo"] is None
