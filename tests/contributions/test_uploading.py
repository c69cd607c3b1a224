"""Documents come in through a browser: several at once, part by part, and go on where they broke off."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from minga.accounts.actions import grant
from minga.accounts.actors import Actor, as_member, installation
from minga.accounts.domain.permissions import Role
from minga.contributions import parts
from minga.contributions.actions.uploading import (
    NobodyToShowItTo,
    NotSending,
    begin_upload,
    expire_uploads,
    finish_upload,
)
from minga.contributions.domain import uploading
from minga.contributions.domain.uploading import (
    LARGEST,
    PART,
    Full,
    OtherOffset,
    Stage,
    check_room,
    file_name,
    next_part,
)
from minga.contributions.models import Upload
from minga.contributions.tasks import expire_uploads as chore
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Bringing, Document
from minga.ingest import spool
from minga.ingest.domain.states import State
from minga.ingest.models import Ingestion
from minga.jobs.models import JobProgress
from tests.contributions.conftest import TEXT, work
from tests.people import browser, office, somebody

UPLOADS = "/aportar/documentos/"
BEGIN = f"{UPLOADS}empezar/"
# What happens once a transaction ends happens in tests too.
Captured = Callable[..., Any]


def begin(client: Client, name: str = "acta.txt", data: bytes = TEXT.encode(), **words: Any) -> Any:
    head = hashlib.sha256(data[: uploading.HEAD]).hexdigest()
    said = {"nombre": name, "bytes": str(len(data)), "comienzo": head, "acceso": "open", **words}
    return client.post(BEGIN, said)


def send(client: Client, key: str, offset: int | str, data: bytes) -> Any:
    return client.post(f"{UPLOADS}{key}/parte/?desde={offset}", data, content_type="application/octet-stream")


def form(client: Client, *files: tuple[str, bytes], access: str = "open") -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(UPLOADS, {"acceso": access, "archivos": sent})


def test_several_files_in_one_form_are_read_and_told_of_in_words(
    her: Client, ana: Actor, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert form(her, ("acta.txt", TEXT.encode()), ("otra.bin", b"\x00\x01\x02" * 50))["Location"] == UPLOADS
    seen = her.get(UPLOADS).content.decode()
    assert seen.count("en espera de que se lea") == 2 and 'http-equiv="refresh"' in seen
    assert not list(parts.folder().iterdir()), "they are in the spool now"
    assert len(list(spool.folder().iterdir())) == 2
    work(3)
    seen = her.get(UPLOADS).content.decode()
    assert "leído" in seen and "no es de un formato que se lea aquí" in seen and "propuestas por leer" in seen
    assert 'http-equiv="refresh"' not in seen
    document = Document.objects.get()
    assert document.access == Access.OPEN and document.get_absolute_url() in seen
    assert {each.organization for each in Bringing.objects.all()} == {ana.organization}
    assert "acta.txt" in her.get("/aportar/").content.decode()


def test_a_large_file_goes_on_where_it_broke_off_and_is_the_same_file_at_the_end(
    her: Client, django_capture_on_commit_callbacks: Captured
) -> None:
    data = (TEXT * 9000)[: PART * 2 + 77].encode()[: PART * 2 + 77]
    key = begin(her, data=data).json()["key"]
    assert send(her, key, 0, data[:PART]).json() == {"key": key, "offset": PART, "stage": "sending"}
    assert send(her, key, 0, data[:PART]).status_code == 409, "it was heard, the answer was lost"
    assert send(her, key, 2 * PART, b"x").json() == {"offset": PART}
    for bad in ("", "x", "-1", "9" * 30):
        assert send(her, key, bad, b"x").status_code == 409
    assert send(her, key, PART, data[: PART + 1]).status_code == 413
    assert "subiendo: 49" in her.get(UPLOADS).content.decode()
    assert begin(her, data=data).json() == {"key": key, "offset": PART, "stage": "sending"}, "after a reload"
    assert begin(her, data=b"y" + data[1:]).json()["offset"] == 0, "another file of that name and size"
    assert begin(her, data=data, comienzo="").json()["offset"] == 0, "a browser that cannot tell"
    send(her, key, PART, data[PART : 2 * PART])
    with django_capture_on_commit_callbacks(execute=True):
        assert send(her, key, 2 * PART, data[2 * PART :]).json()["stage"] == "handed"
    upload = Upload.objects.get(key=key)
    assert upload.sha256 == hashlib.sha256(data).hexdigest()
    assert spool.data_of(upload.sha256) == data
    assert not parts.path_of(key).exists()
    assert send(her, key, upload.size, b"").status_code == 410


def test_a_part_that_was_lost_on_the_disk_is_sent_anew_and_what_was_not_handed_on_is_tried_again(
    her: Client, ana: Actor, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Captured
) -> None:
    data = TEXT.encode()
    key = begin(her).json()["key"]
    send(her, key, 0, data[:10])
    parts.remove(key)
    assert send(her, key, 10, data[10:]).json() == {"offset": 0}
    upload = Upload.objects.get(key=key)
    with pytest.raises(OtherOffset):
        finish_upload(upload=upload, by=ana)

    def fails(**words: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("minga.contributions.actions.uploading.hand_in_file", fails)
    her.raise_request_exception = False
    assert send(her, key, 0, data).status_code == 500
    monkeypatch.undo()
    assert begin(her).json() == {"key": key, "offset": len(data), "stage": "sending"}
    with django_capture_on_commit_callbacks(execute=True):
        assert send(her, key, len(data), b"").json()["stage"] == "handed"
    work()
    assert Document.objects.get().sha256 == hashlib.sha256(data).hexdigest()
    with pytest.raises(NotSending):
        finish_upload(upload=upload, by=ana)


def test_a_file_is_cancelled_while_it_comes_and_while_it_waits_and_no_other_persons_with_it(
    her: Client, beto: Actor, django_capture_on_commit_callbacks: Captured
) -> None:
    key = begin(her).json()["key"]
    send(her, key, 0, TEXT.encode()[:5])
    with django_capture_on_commit_callbacks(execute=True):
        assert her.post(f"{UPLOADS}{key}/cancelar/")["Location"] == UPLOADS
    assert Upload.objects.get(key=key).stage == Stage.CANCELLED and not parts.path_of(key).exists()
    assert her.post(f"{UPLOADS}{key}/cancelar/").status_code == 302
    his = browser(beto)
    with django_capture_on_commit_callbacks(execute=True):
        form(her, ("a.txt", TEXT.encode()))
        form(his, ("b.txt", TEXT.encode()))
    hers = Upload.objects.get(name="a.txt")
    assert "cancelar" in her.get(hers.get_absolute_url()).content.decode()
    her.post(f"{UPLOADS}{hers.key}/cancelar/")
    assert Ingestion.objects.get().state == State.WAITING, "he sent the same and waits for it"
    assert "cancelado" in her.get(hers.get_absolute_url()).content.decode()
    other = Upload.objects.get(name="b.txt")
    with django_capture_on_commit_callbacks(execute=True):
        his.post(f"{UPLOADS}{other.key}/cancelar/")
    assert Ingestion.objects.get().state == State.CANCELLED and not list(spool.folder().iterdir())


def test_how_far_a_reading_is_survives_a_reload(her: Client) -> None:
    form(her, ("a.txt", TEXT.encode()))
    from minga.ingest.domain.states import READ
    from minga.jobs.queries import live

    number = live(task=READ, key=Upload.objects.get().sha256)
    assert number is not None
    JobProgress.objects.create(pk=number, done=1, total=2)
    for address in (UPLOADS, f"{UPLOADS}?parte=lista", Upload.objects.get().get_absolute_url(), "/aportar/"):
        assert '<progress max="2" value="1"' in her.get(address).content.decode(), address


def test_what_nobody_went_on_sending_is_given_up_and_its_bytes_go(
    her: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Captured
) -> None:
    old, new = begin(her).json()["key"], begin(her, name="b.txt").json()["key"]
    for key in (old, new):
        send(her, key, 0, b"abc")
    parts.write("huérfano", 0, b"x")
    Upload.objects.filter(key=old).update(moved_at=timezone.now() - timedelta(hours=uploading.EXPIRES_HOURS + 1))
    monkeypatch.setattr(parts, "FRESH_SECONDS", -1.0)
    with django_capture_on_commit_callbacks(execute=True):
        chore()
    assert [path.name for path in parts.folder().iterdir()] == [new]
    assert Upload.objects.get(key=old).stage == Stage.EXPIRED
    assert "quedó a medias" in her.get(UPLOADS).content.decode()
    assert expire_uploads() == 0
    parts.remove(new)
    parts.folder().rmdir()
    assert expire_uploads() == 0


def test_there_is_room_for_so_much_and_no_more() -> None:
    room = {"files": 0, "under_way": 0, "today": 0}
    check_room(LARGEST, **room)
    for size, words, why in (
        (0, {}, "empty"),
        (LARGEST + 1, {}, "file"),
        (1, {"files": uploading.MOST_FILES}, "files"),
        (2, {"under_way": uploading.MOST_UNDER_WAY - 1}, "person"),
        (2, {"today": uploading.MOST_A_DAY - 1}, "organization"),
    ):
        with pytest.raises(Full, match=why):
            check_room(size, **{**room, **words})
    assert next_part(5, 10, 5, 5) == 5
    for offset, given, length, error in ((5, 4, 1, OtherOffset), (5, 5, 6, Full), (0, 0, PART + 1, Full)):
        with pytest.raises(error):
            next_part(offset, PART if length > 10 else 10, given, length)


def test_a_refusal_says_what_is_too_much(her: Client, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert form(her).status_code == 422
    answer = form(her, ("vacio.txt", b""), ("acta.txt", TEXT.encode()))
    assert answer.status_code == 422
    assert "«vacio.txt»: está vacío." in answer.content.decode()
    assert Upload.objects.get().name == "acta.txt", "the good one is in"
    assert begin(her, bytes=str(LARGEST + 1)).json()["why"] == "«acta.txt»: es demasiado grande (más de 256 MB)."
    faults: list[dict[str, Any]] = [{"bytes": "x"}, {"bytes": ""}, {"comienzo": "abc"}]
    for bad in faults:
        assert begin(her, **bad).status_code == 400
    monkeypatch.setattr(uploading, "MOST_FILES", 0)
    assert begin(her, name="b.txt").status_code == 413
    monkeypatch.undo()
    monkeypatch.setattr(uploading, "MOST_A_DAY", 10)
    assert "su organización ya subió hoy" in begin(her, name="b.txt").json()["why"]
    monkeypatch.undo()
    monkeypatch.setattr(uploading, "MOST_UNDER_WAY", 10)
    assert "a medio subir pasaría" in begin(her, name="b.txt").json()["why"]


def test_a_form_that_is_too_large_is_explained_and_not_kept(her: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST_FORM", 100_000)
    answer = form(her, ("a.bin", b"x" * 150_000))
    assert answer.status_code == 413 and "Envíe los archivos de a pocos" in answer.content.decode()
    answer = form(her, ("a.bin", b"x" * 2_000_000))
    assert answer.status_code == 413 and "Envíe los archivos de a pocos" in answer.content.decode()
    assert not Upload.objects.exists()
    assert her.post(UPLOADS, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="x").status_code == 413


def test_of_somebody_unknown_a_file_is_not_even_read(monkeypatch: pytest.MonkeyPatch, her: Client) -> None:
    def reads(*words: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file", reads)
    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", reads)
    assert form(Client(), ("a.bin", b"x" * 600_000)).status_code == 403


def test_a_private_file_is_for_an_organization_alone(her: Client, beto: Actor) -> None:
    form(her, ("a.txt", TEXT.encode()), access="private")
    work()
    document = Document.objects.get()
    assert document.access == Access.PRIVATE
    assert document.get_absolute_url() in her.get(UPLOADS).content.decode()
    assert browser(beto).get(document.get_absolute_url()).status_code == 404
    admin = browser(somebody(Role.ADMINISTRATOR))
    assert "solo mi organización" not in admin.get(UPLOADS).content.decode()
    with pytest.raises(NobodyToShowItTo):
        begin_upload(name="b.txt", size=1, head="", access=Access.OPEN, by=installation())
    assert "no actúa por ninguna organización" in form(admin, ("b.txt", b"b"), access="private").content.decode()
    form(browser(beto), ("igual.txt", TEXT.encode()))
    seen = browser(beto).get(UPLOADS).content.decode()
    assert "ya estaba, y queda como estaba: solo mi organización" in seen
    assert browser(beto).get(document.get_absolute_url()).status_code == 200, "he has the very same bytes"


def test_a_file_is_of_the_organization_for_which_it_was_begun(her: Client, ana: Actor) -> None:
    assert ana.user is not None
    key = begin(her, acceso="private").json()["key"]
    other = as_member(grant(user=ana.user, organization=office("tercera"), role=Role.REVIEWER, by=installation()))
    upload = Upload.objects.get(key=key)
    parts.write(key, 0, TEXT.encode())
    Upload.objects.filter(pk=upload.pk).update(offset=upload.size)
    finish_upload(upload=upload, by=other)
    assert Bringing.objects.get().organization == ana.organization
    admin = somebody(Role.ADMINISTRATOR)
    mine = begin_upload(name="c.txt", size=3, head="", access=Access.OPEN, by=admin)
    parts.write(mine.key, 0, b"abc")
    Upload.objects.filter(pk=mine.pk).update(offset=3)
    assert finish_upload(upload=mine, by=Actor(Role.ADMINISTRATOR, admin.user, ana.organization)).stage == Stage.HANDED
    assert Bringing.objects.count() == 1


def test_uploads_of_others_are_not_there(her: Client, beto: Actor) -> None:
    key = begin(her).json()["key"]
    his = browser(beto)
    assert his.get(f"{UPLOADS}{key}/").status_code == 404
    assert send(his, key, 0, b"x").status_code == 404
    assert his.post(f"{UPLOADS}{key}/cancelar/").status_code == 404
    assert key not in his.get(UPLOADS).content.decode() and key not in his.get("/aportar/").content.decode()
    assert his.get(f"{UPLOADS}{'0' * 24}/").status_code == 404
    assert begin(his).json()["key"] != key
    assert Upload.objects.get(key=key).offset == 0


def test_a_part_without_the_mark_of_a_form_of_ours_is_refused(her: Client, ana: Actor) -> None:
    key = begin(her).json()["key"]
    stranger = Client(enforce_csrf_checks=True)
    assert ana.user is not None
    stranger.force_login(ana.user)
    assert send(stranger, key, 0, b"x").status_code == 403
    assert form(stranger, ("a.txt", b"x")).status_code == 403
    assert stranger.post(f"{UPLOADS}{key}/cancelar/").status_code == 403
    assert Upload.objects.get().offset == 0 and Upload.objects.get().stage == Stage.SENDING


def test_nobody_sets_whose_a_file_is_or_where_it_stands(her: Client, ana: Actor, beto: Actor) -> None:
    assert beto.organization is not None and beto.user is not None
    said: dict[str, Any] = {
        "organization": str(beto.organization.pk),
        "user": str(beto.user.pk),
        "stage": "handed",
        "offset": "5",
    }
    key = begin(her, **said, sha256="a" * 64, acceso="secreto").json()["key"]
    upload = Upload.objects.get(key=key)
    assert (upload.user, upload.organization, upload.stage, upload.offset, upload.sha256, upload.access) == (
        ana.user,
        ana.organization,
        Stage.SENDING,
        0,
        "",
        Access.QUOTES,
    )


POLYGLOT = b"%PDF-1.4\n<html><script>alert(document.cookie)</script></html>\n%%EOF"
ACTIVE = {
    "pagina.html": b"<!doctype html><html><body><p>Rosario tiene una oficina de asuntos internacionales.</p>"
    b"<script>alert(1)</script><img src=x onerror=alert(2)></body></html>",
    "dibujo.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"><script>alert(4)</script></svg>',
    "raro.pdf": POLYGLOT,
    "foto.gif": b"GIF89a/*<script>alert(5)</script>*/=1;alert(6)",
    "nota.txt": b"<script>alert(7)</script> Rosario.",
}

PASSIVE = {"text/plain", "application/x-bibtex", "application/x-research-info-systems", "image/png"} | {
    "application/json",
    "application/vnd.citationstyles.csl+json",
}


def test_nothing_that_was_uploaded_is_ever_served_as_something_that_acts(her: Client) -> None:
    form(her, *ACTIVE.items())
    work(20)
    pages = [UPLOADS, "/aportar/", "/documentos/", "/fuentes/"]
    for document in Document.objects.select_related("source"):
        address = document.get_absolute_url()
        pages += [address, f"{address}texto.txt", f"{address}imagen-1-640", document.source.get_absolute_url()]
        pages += [f"{address}cita.{kind}" for kind in ("bib", "ris", "json")]
    assert len(pages) > 10
    for page in pages:
        answer = her.get(page)
        body = answer.content.decode(errors="replace")
        kind = answer["Content-Type"].partition(";")[0]
        if kind == "text/html":
            tree = html.fromstring(body)
            assert all(
                script.get("src", "").startswith("/static/") and not script.text for script in tree.iter("script")
            )
            assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")], page
            assert not [*tree.iter("svg", "iframe", "object", "embed")], page
            assert "script-src 'self'" in answer["Content-Security-Policy"]
        else:
            assert kind in PASSIVE, kind
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_name_is_one_line_without_folders_and_puts_nothing_into_a_header(her: Client) -> None:
    for said, kept in (
        ("acta.txt", "acta.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Mis documentos\\acta final.pdf", "acta final.pdf"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("\x00\x07", "documento"),
        ("..", "documento"),
        ("n" * 300 + ".pdf", ("n" * 300 + ".pdf")[-255:]),
    ):
        assert file_name(said) == kept
    name = 'a"; filename="b.html\r\nX-Mal: 1.txt'
    key = begin(her, name=name).json()["key"]
    send(her, key, 0, TEXT.encode())
    work()
    answer = her.get(f"{Document.objects.get().get_absolute_url()}texto.txt")
    assert "X-Mal" not in answer and "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].count('"') == 2 and answer["Content-Disposition"].endswith('.txt"')
