"""ZIP containers (DOCX, ODT): looked at before anything in them is unpacked."""

import io
import struct
import zipfile
import zlib

from minga.ingest.domain.states import Refused, State

LARGEST, MEMBERS = 400 << 20, 20_000
# Text packs to a fiftieth at best; a bomb to a thousandth.
_RATIO, _SMALL = 200, 8 << 20
FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


def members_of(data: bytes) -> list[str]:
    """The names of what a ZIP holds. Raises Refused: damaged, protected, or more than it should unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
    except FAULTS as error:
        raise Refused(State.DAMAGED, type(error).__name__) from error
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS or total > LARGEST or (total > _SMALL and total > _RATIO * len(data)):
        raise Refused(State.BOMB, f"{total} bytes in {len(data)}")
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(State.PASSWORD)
    return [info.filename for info in infos]


def member(data: bytes, name: str, *, largest: int = LARGEST) -> bytes:
    """One file of a ZIP, b"" where it is not there. Raises Refused where it is damaged, or larger than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(name) as opened:
            found = opened.read(largest + 1)
    except KeyError:
        return b""
    except RuntimeError as error:  # encrypted
        raise Refused(State.PASSWORD) from error
    except FAULTS as error:
        raise Refused(State.DAMAGED, type(error).__name__) from error
    if len(found) > largest:
        raise Refused(State.BOMB)
    return found


def check_parts(data: bytes) -> None:
    """Look at the head of each XML part. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for name in file.namelist():
                if name.endswith((".xml", ".rels")):
                    with file.open(name) as part:
                        check_xml(part.read(65536))
    except RuntimeError as error:  # encrypted
        raise Refused(State.PASSWORD) from error
    except FAULTS as error:
        raise Refused(State.DAMAGED, type(error).__name__) from error


def check_xml(data: bytes) -> None:
    """Raise Refused where an XML part of an office file declares entities: these formats have no use for them."""
    head = data[:65536].replace(b"\x00", b"")
    if b"<!ENTITY" in head or b"<!DOCTYPE" in head:
        raise Refused(State.BOMB, "entities")
