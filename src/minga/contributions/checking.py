"""What must hold of what people brought, over the whole base."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from minga.contributions.domain.errands import FETCH
from minga.contributions.domain.uploading import Stage
from minga.contributions.models import Errand, Upload
from minga.ingest.models import Ingestion
from minga.jobs.queries import kept_keys


def problems() -> Iterator[str]:
    """Every invariant of the room that does not hold, one line each."""
    known = Exists(Ingestion.objects.filter(sha256=OuterRef("sha256")))
    for upload in Upload.objects.filter(~known, stage=Stage.HANDED):
        yield f"upload {upload.key}: it was handed on, and no file came of it"
    for errand in Errand.objects.filter(~known).exclude(sha256=""):
        yield f"errand {errand.key}: it was fetched, and no file came of it"
    waiting = {
        f"errand:{key}": key for key in Errand.objects.filter(sha256="", failed="").values_list("key", flat=True)
    }
    for name in sorted(waiting.keys() - kept_keys(task=FETCH, keys=waiting)):
        yield f"errand {waiting[name]}: it waits, and no job fetches it"
