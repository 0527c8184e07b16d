"""What may be brought: photos, drawn again from scratch, and spreadsheets, handed on as they are."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

logger = logging.getLogger(__name__)

MIB = 1024 * 1024
MOST_PHOTO, MOST_SHEET = 10 * MIB, 20 * MIB
MOST_PIXELS = 50_000_000
"""Read from the head of the file, before a pixel is unpacked: 150 MB in memory at most."""

TOO_MANY_PIXELS = "照片的像素太多，超过 5000 万：用手机的普通模式再拍一张。"
LONGEST_SIDE, QUALITY = 1600, 85
PHOTOS = ("JPEG", "PNG", "WEBP")


class Unfit(ValueError):
    """The file cannot be taken, and the message says why and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file in memory: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def photo(upload: UploadedFile[bytes]) -> Content:
    """Take a photo in: at most 1600 pixels long, as JPEG, without anything the camera wrote into it.

    Only the pixels are kept, so no place, no time, no device, no second file behind the first.

    Raises:
        Unfit: when it is too big, no photo of a kind we know, or breaks on being read.
    """
    data = within(upload, MOST_PHOTO, "照片")
    try:
        drawn = unpacked(data)
    except Unfit:
        raise
    except Image.DecompressionBombError as error:
        raise Unfit(TOO_MANY_PIXELS) from error
    except Exception as error:  # a hostile file may break a decoder in any way
        logger.info("a photo was refused: %s", type(error).__name__)
        raise Unfit("这张照片打不开：请用 JPG、PNG 或 WebP 格式的照片，换一张再试。") from error
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=QUALITY, optimize=True)
    return Content(f"{stem(upload)}.jpg", "image/jpeg", made.getvalue())


def unpacked(data: bytes) -> Image.Image:
    """The pixels the right way up. A JPEG is unpacked no larger than it is needed."""
    with Image.open(io.BytesIO(data), formats=PHOTOS) as brought:
        if brought.width * brought.height > MOST_PIXELS:
            raise Unfit(TOO_MANY_PIXELS)
        brought.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        return ImageOps.exif_transpose(brought).convert("RGBA")


def sheet(upload: UploadedFile[bytes]) -> Content:
    """Take a spreadsheet in as it is; whether it can be read, its reader says.

    Raises:
        Unfit: when it is empty or too big.
    """
    data = within(upload, MOST_SHEET, "表格")
    return Content(str(upload.name)[-120:], "application/octet-stream", data)


def within(upload: UploadedFile[bytes], most: int, what: str) -> bytes:
    size = upload.size or 0
    if size > most:
        raise Unfit(f"{what}有 {size / MIB:.1f} MB，最多 {most // MIB} MB。")
    data = upload.read()
    if not data:
        raise Unfit(f"{what}是空的，里面没有内容：请重新选一个。")
    return bytes(data)


def stem(upload: UploadedFile[bytes]) -> str:
    return str(upload.name).rsplit(".", 1)[0][-100:] or "照片"
