"""How a file goes out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from canxie.engine.files.content import Content

SHOWN = {"image/jpeg"}
"""What a browser may show by itself: what we have drawn ourselves. All else is saved to the disk."""


def answer(content: Content) -> HttpResponse:
    """Hand a file out: never guessed at, never kept by caches, and what is not ours never run."""
    response = HttpResponse(content.data, content_type=content.media_type)
    disposition = content_disposition_header(content.media_type not in SHOWN, content.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
