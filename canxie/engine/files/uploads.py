"""What is sent to us never lies open on the disk, not even for a moment."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_KEPT, MOST_READ = 21 * 1024 * 1024, 200 * 1024 * 1024


class InMemory(FileUploadHandler):
    """Keep an upload in memory. Of one beyond any limit of ours only the size is kept, so that the form can say it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held, self.read = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.read += len(raw_data)
        if self.read > MOST_READ:
            raise StopUpload(connection_reset=True)
        if self.read <= MOST_KEPT:
            self.held.write(raw_data)
        else:
            self.held = io.BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
