"""Pictures to web forms: upright, with nothing in them that tells about the sender."""

from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image as PillowImage

from intake.documents import read_document
from intake.model import Document, Image, Picture
from tests.intake.documents.builders import huge_png, picture


def read(data: bytes) -> Document:
    return read_document("IMG_1.JPG", data, isolated=False)


def web(data: bytes) -> Picture:
    document = read(data)
    (found,) = document.pictures.values()
    assert (document.status, document.blocks) == ("image", (Image(found.key, "IMG_1.JPG"),))
    return found


def exif(orientation: int) -> PillowImage.Exif:
    tags = PillowImage.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "某手机"
    tags.get_ifd(0x8825)[2] = (34.0, 30.0, 0.0)  # GPS latitude
    return tags


def shown(found: Picture) -> PillowImage.Image:
    return PillowImage.open(io.BytesIO(found.data))


@pytest.mark.parametrize(("form", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
@pytest.mark.parametrize("orientation", [1, 6])
def test_upright_and_without_metadata(form: str, content_type: str, orientation: int) -> None:
    original = picture(form, exif=exif(orientation))
    found = web(original)
    image = shown(found)
    assert (found.content_type if orientation == 1 else content_type) == content_type
    assert (found.width, found.height) == image.size == ((40, 20) if orientation == 1 else (20, 40))
    assert not image.getexif()
    assert "某手机".encode() not in found.data
    assert found.original == original


def test_pixels_of_an_upright_jpeg_are_not_encoded_again() -> None:
    plain = picture("JPEG", quality=70)
    assert (
        PillowImage.open(io.BytesIO(web(picture("JPEG", quality=70, exif=exif(1))).data)).tobytes()
        == PillowImage.open(io.BytesIO(plain)).tobytes()
    )


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (picture("BMP"), "image/jpeg"),
        (picture("TIFF"), "image/jpeg"),
        (picture("TIFF", mode="CMYK", color=(0, 0, 0, 0)), "image/jpeg"),
        (picture("JPEG", mode="CMYK", color=(0, 0, 0, 0)), "image/jpeg"),
        (picture("TIFF", mode="RGBA", color=(1, 2, 3, 4)), "image/png"),
        (picture("TIFF", mode="1", color=1), "image/png"),
        (picture("GIF", mode="P", color=3), "image/gif"),
        (picture("TIFF", mode="I;16", color=65535), "image/jpeg"),
    ],
)
def test_other_forms_become_web_forms(data: bytes, content_type: str) -> None:
    found = web(data)
    assert found.content_type == content_type
    assert shown(found).size == (40, 20)
    if content_type == "image/jpeg" and data[:2] != b"BM":
        assert min(shown(found).convert("L").getextrema()) > 70  # white stays white, in 16 bits and in inks


def test_heic() -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(PillowImage.new("RGB", (64, 48), (0, 120, 0))).save(out, quality=50)
    found = web(out.getvalue())
    assert (found.content_type, found.width, found.height) == ("image/jpeg", 64, 48)


def test_an_animation_moves_on_without_its_comment() -> None:
    frames = [PillowImage.new("RGB", (8, 8), (90 * i, 0, 200)) for i in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment="秘密".encode(), loop=0, duration=100)
    found = web(out.getvalue())
    moving = shown(found)
    assert (getattr(moving, "n_frames", 1), moving.info.get("loop"), "comment" in moving.info) == (3, 0, False)


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (picture("JPEG", size=(400, 400))[:600], "damaged", "损坏"),
        (picture("PNG", size=(400, 400))[:60], "damaged", "损坏"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "damaged", "打不开"),
        (huge_png(30_000), "refused", "万像素"),
        (b"8BPS" + bytes(100), "kept", "JPG"),
    ],
)
def test_what_cannot_be_shown_says_why(data: bytes, status: str, reason: str) -> None:
    document = read(data)
    assert document.status == status
    assert reason in document.reason
