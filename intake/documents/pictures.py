"""Any picture to a form browsers show: upright, without EXIF and place."""

from __future__ import annotations

import hashlib
import io
import time
import warnings
from dataclasses import dataclass, field

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from intake.documents.metadata import strip_gif, strip_jpeg, strip_png, strip_webp
from intake.documents.unread import Unread, damaged, refused
from intake.model import Picture

# Importing a plug-in registers its form; only these few decoders of Pillow ever see a stranger's bytes.
# (A JPEG with further images inside is opened as a JPEG and calls itself MPO.)
_PLUGINS = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    GifImagePlugin.GifImageFile,
    WebPImagePlugin.WebPImageFile,
    BmpImagePlugin.BmpImageFile,
    TiffImagePlugin.TiffImageFile,
    AvifImagePlugin.AvifImageFile,
)
_FORMATS = (*(str(plugin.format) for plugin in _PLUGINS), "HEIF")

pillow_heif.register_heif_opener(thumbnails=False)
warnings.simplefilter("error", Image.DecompressionBombWarning)
_ORIENTATION = 0x0112
_LOSSLESS = {
    "JPEG": (strip_jpeg, "image/jpeg"),
    "MPO": (strip_jpeg, "image/jpeg"),
    "PNG": (strip_png, "image/png"),
    "GIF": (strip_gif, "image/gif"),
    "WEBP": (strip_webp, "image/webp"),
}
_JPEG_MODES = {"1", "L", "RGB", "YCbCr", "CMYK"}


def web_picture(name: str, data: bytes, pixels: int) -> Picture:
    """`data` as a Picture of at most `pixels` pixels.

    A JPEG, PNG, GIF or WebP that stands upright keeps its pixels as they are and only loses its metadata; the rest is
    encoded anew. Raises Unread: `damaged` for broken data, `refused` for too many pixels, `kept` for a form nothing here decodes.
    """
    Image.MAX_IMAGE_PIXELS = pixels
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            return _convert(name, data, image, pixels)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large(pixels) from None
    except UnidentifiedImageError:
        raise Unread("damaged" if _known_head(data) else "kept", "图片打不开，请用 JPG 或 PNG 格式重新发来") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError, ZeroDivisionError):
        raise damaged("图片") from None


def _convert(name: str, data: bytes, image: Image.Image, pixels: int) -> Picture:
    width, height = image.size
    if width * height > pixels:
        raise _too_large(pixels)
    if width < 1 or height < 1:
        raise damaged("图片")
    form = image.format or ""
    orientation = image.getexif().get(_ORIENTATION, 1)
    if form in ("JPEG", "MPO"):
        image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))  # enough to see that the data goes on to its end
    if form in _LOSSLESS and orientation in (0, 1, None) and image.mode != "CMYK":
        image.load()
        strip, content_type = _LOSSLESS[form]
        return _picture(name, data, content_type, (width, height), strip(data))
    with Image.open(io.BytesIO(data), formats=_FORMATS) as whole:
        upright = ImageOps.exif_transpose(whole)
        web, content_type = _encode(upright)
    return _picture(name, data, content_type, upright.size, web)


def _picture(name: str, data: bytes, content_type: str, size: tuple[int, int], web: bytes) -> Picture:
    return Picture(hashlib.sha256(data).hexdigest(), name, content_type, size[0], size[1], web, data)


def _encode(image: Image.Image) -> tuple[bytes, str]:
    out = io.BytesIO()
    profile = image.info.get("icc_profile")
    transparent = "A" in image.getbands() or "transparency" in image.info
    if transparent or image.mode in ("P", "1"):
        image.convert("RGBA" if transparent else image.mode).save(out, "PNG", icc_profile=profile)
        return out.getvalue(), "image/png"
    if image.mode not in _JPEG_MODES or image.mode in ("CMYK", "1"):
        profile = None if image.mode == "CMYK" else profile
        image = _eight_bits(image).convert("RGB")
    image.save(out, "JPEG", quality=90, icc_profile=profile)
    return out.getvalue(), "image/jpeg"


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey would be cut at 255, not scaled, by convert()."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value / 257).convert("L")
    return image


def _known_head(data: bytes) -> bool:
    return (
        data[:3] == b"\xff\xd8\xff"
        or data[:8] == b"\x89PNG\r\n\x1a\n"
        or data[:4] in (b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
        or data[4:8] == b"ftyp"
    )


def _too_large(pixels: int) -> Unread:
    return refused(f"图片超过 {pixels // 10_000} 万像素", "请缩小尺寸后重新发来")


@dataclass
class Album:
    """The pictures of one document, each once. A picture that cannot be shown is left out and counted, the text goes on."""

    pixels: int
    cpu_until: float = float("inf")  # time.process_time() after which pictures are left out: the text must still be finished
    pictures: dict[str, Picture] = field(default_factory=dict)
    left_out: int = 0
    _keys: dict[int, str] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> str:
        """The picture's key, or "" when it was left out."""
        mark = hash(data)
        if mark in self._keys:
            return self._keys[mark]
        key = ""
        if time.process_time() < self.cpu_until:
            try:
                picture = web_picture(name, data, self.pixels)
            except Unread:
                pass
            else:
                key = picture.key
                self.pictures.setdefault(key, picture)
        self.left_out += not key
        self._keys[mark] = key
        return key
