"""A page that was scanned or photographed, as it may be kept: told by its content, without what a camera adds to it."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from survey.errors import HeicNotTaken, ScanNotReadable, ScanTooLarge

LARGEST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4000
"""Pixels of a picture as kept: more than A4 at 300 dots an inch."""
QUALITY = 85
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""The kinds that are kept, and how their files end."""


@dataclass(frozen=True)
class Scan:
    """One file as it may be kept."""

    media_type: str
    content: bytes


def cleaned(content: bytes) -> Scan:
    """The file as kept: a PDF byte for byte, a JPEG or PNG drawn anew without place, time, device and comments.

    The content says what it is; a name is not asked. Raises ScanTooLarge, HeicNotTaken, ScanNotReadable.
    """
    if len(content) > LARGEST_BYTES:
        raise ScanTooLarge(most=LARGEST_BYTES // 1024 // 1024)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return Scan("application/pdf", content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise HeicNotTaken
    return _redrawn(content)


def _redrawn(content: bytes) -> Scan:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise ScanTooLarge(most=LARGEST_BYTES // 1024 // 1024)
            is_png = found.format == "PNG"
            return Scan("image/png" if is_png else "image/jpeg", _written(found, "PNG" if is_png else "JPEG"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise ScanNotReadable from None


def _written(found: Image.Image, kind: str) -> bytes:
    """The picture turned as its camera meant it, on white, in a new image that knows nothing but its pixels."""
    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(found)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = turned.convert("RGBA") if "transparency" in turned.info or turned.mode in ("RGBA", "LA") else None
    fresh = Image.new("L" if turned.mode in ("1", "L") and plain is None else "RGB", turned.size, "white")
    fresh.paste(plain or turned.convert(fresh.mode), mask=plain)
    target = BytesIO()
    fresh.save(target, kind, quality=QUALITY, optimize=True)
    return target.getvalue()
