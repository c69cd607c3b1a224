"""Making very many objects at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python looking for what may be thrown away, again and again, among objects that all stay.

    Of making the gazetteer's drafts that search took a third. What nobody refers to is freed all the same; only rings
    of objects wait for the end of the block.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
