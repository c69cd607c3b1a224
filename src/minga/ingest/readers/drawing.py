"""Pages of a PDF as pictures, for a reader to see the words where they stand."""

import io

import pypdfium2
from PIL import Image, ImageChops

from minga.ingest.domain.states import Refused, State
from minga.ingest.readers.pdf import opened

# A page so long that its picture would be larger is drawn smaller: a poster, a till roll.
_MOST_PIXELS = 12_000_000
# Black, white and two greys keep letters sharp in half the bytes of sixteen (30 kB against 53 for a page of a law).
_GREYS, _COLOURS = 4, 16
_QUALITY = 45
# From 0 to 255: how far the channels of a dot must differ for it to have a colour.
_COLOURED = 40
# Shades, from 0 to 255, up to which a dot is ink and from which it is paper; and how much of a page of letters is so.
_INK, _PAPER, _LETTERED = 64, 224, 0.85


def draw(data: bytes, numbers: range, width: int) -> dict[int, bytes]:
    """The pages with these numbers (from 1) as PNG or JPEG, `width` dots across; what cannot be drawn is left out.

    Raises Refused where the file cannot be opened.
    """
    document = opened(data)
    drawn: dict[int, bytes] = {}
    for number in numbers:
        if not 1 <= number <= len(document):
            break
        try:
            drawn[number] = _drawn(document[number - 1], width)
        except (pypdfium2.PdfiumError, Refused, ValueError, OSError):
            continue
    return drawn


def _drawn(page: pypdfium2.PdfPage, width: int) -> bytes:
    across, down = page.get_size()
    if across <= 0 or down <= 0:
        raise Refused(State.DAMAGED, "a page without a size")
    scale = min(width / across, (_MOST_PIXELS / (across * down)) ** 0.5)
    try:
        picture = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        page.close()
    few = _COLOURS
    if not _has_colour(picture):
        picture, few = picture.convert("L"), _GREYS
    photographed = _written(picture, "JPEG", quality=_QUALITY)
    if not _is_lettered(picture):
        return photographed
    return min(_written(picture.quantize(few), "PNG", optimize=True), photographed, key=len)


def _is_lettered(picture: Image.Image) -> bool:
    """Whether nearly all of it is paper or ink: a few shades would make a photograph ugly."""
    shades = picture.convert("L").histogram()
    return sum(shades[:_INK]) + sum(shades[_PAPER:]) >= _LETTERED * sum(shades)


def _has_colour(picture: Image.Image) -> bool:
    red, green, blue = picture.reduce(4).split()
    apart = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return sum(apart.histogram()[_COLOURED:]) > 0


def _written(picture: Image.Image, form: str, **how: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **how)
    return target.getvalue()
