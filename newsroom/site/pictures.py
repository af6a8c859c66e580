"""Pictures that the public gets: no EXIF, no GPS, no name but the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import io

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
_TELLING = (
    "exif",
    "xmp",
    "Raw profile type exif",
    "XML:com.adobe.xmp",
    "comment",
    "photoshop",
    "Software",
    "Author",
    "Description",
    "Comment",
)


class Unreadable(ValueError):
    """The bytes are no picture that browsers show; the message is Chinese."""


def clean(data: bytes) -> tuple[bytes, str]:
    """(bytes without metadata, file extension). Bytes that carry none come back as they are, others upright and written anew.

    Raises Unreadable for anything but JPEG, PNG, GIF and WebP.
    """
    try:
        with Pillow.open(io.BytesIO(data)) as picture:
            kind = picture.format or ""
            if kind not in FORMATS:
                raise Unreadable("只能发布 JPEG、PNG、GIF、WebP 图片")
            if not picture.getexif() and not any(key in picture.info for key in _TELLING):
                return data, FORMATS[kind]
            return _written_anew(picture, kind), FORMATS[kind]
    except (OSError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise Unreadable("图片打不开") from error


def _written_anew(picture: Pillow.Image, kind: str) -> bytes:
    out = io.BytesIO()
    colours = {"icc_profile": picture.info["icc_profile"]} if "icc_profile" in picture.info else {}
    if getattr(picture, "is_animated", False):
        picture.save(out, kind, save_all=True, exif=b"", comment=b"", **colours)
        return out.getvalue()
    bare = ImageOps.exif_transpose(picture)
    plain = Pillow.frombytes(bare.mode, bare.size, bare.tobytes())  # pixels only: nothing of info goes along
    if bare.mode == "P":
        plain.putpalette(bare.getpalette() or [])
        if "transparency" in picture.info:
            plain.info["transparency"] = picture.info["transparency"]
    plain.save(out, kind, **({"quality": 90} if kind in {"JPEG", "WEBP"} else {}), **colours)
    return out.getvalue()


def file_name(data: bytes, extension: str) -> str:
    """The public name of a picture. Twenty bytes of the digest are enough, and Wagtail adds a rendition's filters behind it."""
    return f"{hashlib.sha256(data).hexdigest()[:40]}.{extension}"


def clean_upload(sender, instance, **kwargs) -> None:
    """pre_save of a Wagtail image: an editor's upload goes through the same cleaning as a contributor's picture."""
    upload = instance.file
    if kwargs.get("raw") or not upload or getattr(upload, "_committed", True):
        return
    with upload.open() as handle:
        data, extension = clean(handle.read())
    instance.file = ContentFile(data, name=file_name(data, extension))
    instance.file_size, instance.file_hash = len(data), hashlib.sha1(data, usedforsecurity=False).hexdigest()
    if instance.title.rpartition(".")[2].lower() in {*FORMATS.values(), "jpeg"}:
        instance.title = instance.title.rpartition(".")[0] or instance.title
