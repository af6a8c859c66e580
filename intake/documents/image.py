"""A picture that came as a file of its own."""

from __future__ import annotations

from intake.documents.file import File
from intake.documents.pictures import web_picture
from intake.model import Document, Image


def read_image(file: File) -> Document:
    """One Picture and one Image block. Raises Unread."""
    picture = web_picture(file.name, file.data, file.limits.image_pixels)
    return Document(file.name, "image", blocks=(Image(picture.key, file.name),), pictures={picture.key: picture})
