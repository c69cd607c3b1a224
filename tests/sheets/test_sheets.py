"""Claims go out to a spreadsheet and come back: what was edited is proposed, what was not stays as it is."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim, Correction, Source
from minga.sheets import actions, adapters, tasks
from minga.sheets.domain import COLUMNS, MOST_CHANGES, REASON, SheetRefused, back, out, ref_of, rows_of
from minga.sheets.models import SheetImport
from tests.people import browser, somebody
from tests.world import World

MEDELLIN = "/hojas/afirmaciones"
NEW = {
    "territorio": "CO-05001", "clase": "claim", "instrumento": "office", "hecho": "created", "cuando": "1999",
    "ambitos": "culture; education", "enunciado": "=Medellín creó una oficina.", "titulo": "Acta 9",
    "autores": "Concejo; Otro", "anio_de_la_fuente": "1999", "direccion": "https://example.org/acta",
    "localizador": "p. 3", "nota": "Lo dice el acta.",
}  # fmt: skip
Rows = list[dict[str, str]]


def test_a_cell_that_a_spreadsheet_would_run_goes_out_escaped_and_comes_back_as_it_was() -> None:
    for cell in ("=1+1", "+57 4", "-2", "@x", "'s-Hertogenbosch", "''x", "plain", "", "'=1"):
        assert not out(cell).startswith(("=", "+", "-", "@")) and back(out(cell)) == cell
    assert back("'s-Hertogenbosch") == "'s-Hertogenbosch" and back(" a\r\n  b ") == "a b"


def test_a_sheet_without_its_columns_or_too_large_is_refused() -> None:
    head, line = list(COLUMNS), ["x"] * len(COLUMNS)
    assert len(rows_of([head, line, [""], line[:3]])) == 2
    wrong: tuple[list[list[str]], ...] = (
        [],
        [head[1:]],
        [[*head, "ref"]],
        [head, *[line] * 5001],
        [head, ["x" * 10_001]],
    )
    for table in wrong:
        with pytest.raises(SheetRefused):
            rows_of(table)


def taken(client: Client, form: str = "xlsx", code: str = "CO-05001") -> Rows:
    """The rows of a territory's sheet, as it was taken away."""
    answer = client.get(f"{MEDELLIN}.{form}", {"territorio": code})
    assert answer.status_code == 200
    return rows_of(adapters.read(answer.content))


def made(rows: Rows, form: str = "xlsx") -> bytes:
    return adapters.FORMS[form][1]([("Afirmaciones", adapters.table(rows, COLUMNS))])


def brought(client: Client, data: bytes, name: str = "hoja.xlsx") -> Any:
    return client.post("/hojas/traer/", {"hoja": SimpleUploadedFile(name, data)})


def outcomes() -> list[str]:
    return [one["outcome"] for one in SheetImport.objects.latest("pk").outcomes]


@pytest.fixture
def ana(small_world: World) -> Actor:
    return somebody(Role.CONTRIBUTOR)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_is_edited_is_proposed_by_somebody_and_the_same_sheet_again_changes_nothing(ana: Actor, form: str) -> None:
    client = browser(ana)
    rows = taken(client, form)
    assert {"MG-9001", "MG-9002"} <= {row["ref"] for row in rows} and "MG-9009" not in {row["ref"] for row in rows}
    assert brought(client, made(rows, form)).status_code == 302
    assert set(outcomes()) == {"unchanged"}
    edited = next(row for row in rows if row["ref"] == "MG-9001")
    edited["cuando"] = "2003"
    wrong = dict(NEW, instrumento="oficina")
    sheet = made([*rows, NEW, wrong], form)
    before = Claim.objects.count(), Source.objects.count()
    page = client.get(brought(client, sheet)["Location"]).content.decode()
    assert "Proponer lo que entra" in page and "instrumento: no existe, o no se escribe así" in page
    assert (Claim.objects.count(), Source.objects.count()) == before, "a look changes nothing"
    held = SheetImport.objects.latest("pk")
    assert client.post(f"/hojas/{held.key}/confirmar/").status_code == 302
    assert client.post(f"/hojas/{held.key}/confirmar/").status_code == 302, "twice is once"
    assert outcomes()[-2:] == ["new", "refused"] and outcomes().count("corrected") == 1
    correction = Correction.objects.get(original__ref="MG-9001")
    new = Claim.objects.get(statement="=Medellín creó una oficina.")
    for claim in (correction.replacement, new):
        assert claim.status == Status.PROPOSED and claim.proposed_at is not None
        assert (claim.proposed_by, claim.proposed_for) == (ana.user, ana.organization)
    assert correction.replacement.citations.get().unverified_since is not None, "nobody read the words with 2003"
    assert (new.areas, new.citations.get().source.authors) == (["culture", "education"], "Concejo; Otro")
    count = Claim.objects.count()
    brought(client, sheet)
    client.post(f"/hojas/{SheetImport.objects.latest('pk').key}/confirmar/")
    assert Claim.objects.count() == count and set(outcomes()) == {"unchanged", "refused"}
    back_again = client.get(f"/hojas/{held.key}/no-entraron.{form}")
    table = adapters.read(back_again.content)
    assert table[0] == [*COLUMNS, REASON] and table[1][-1] == "instrumento: no existe, o no se escribe así"
    assert rows_of(table) == [{**dict.fromkeys(COLUMNS, ""), **wrong}], "the same form: mended, it comes in"
    part = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}[form]
    written = zipfile.ZipFile(io.BytesIO(sheet)).read(part)
    assert b"<f>" not in written and b"formula" not in written


def test_each_row_is_told_what_is_wrong_with_it_and_in_which_column(ana: Actor) -> None:
    client = browser(ana)
    rows = taken(client)
    known = rows[0]
    long = dict(NEW, actor="x" * 301)
    quoted = dict(NEW, titulo="", fuente="aci", cita="palabras")
    founding = dict(NEW, titulo="", fuente="notas-fundacionales")
    wrong = [
        (dict(known, huella="otra", enunciado="Otra cosa."), "huella", "stale"),
        (dict(NEW, ref="MG-9009"), "ref", "unknown"), (dict(NEW, ref="MG-NADA"), "ref", "unknown"),
        (dict(NEW, territorio="CO-99"), "territorio", "unknown"), (dict(NEW, territorio=""), "territorio", "unknown"),
        (dict(NEW, clase="hecho"), "clase", "unknown"), (dict(NEW, hecho="abrió"), "hecho", "unknown"),
        (dict(NEW, cuando="ayer"), "cuando", "unknown"), (dict(NEW, ambitos="nada"), "ambitos", "unknown"),
        (dict(NEW, enunciado=""), "enunciado", "unknown"), (dict(NEW, titulo=""), "titulo", "missing"),
        (dict(NEW, fuente="no-hay"), "fuente", "unknown"),
        (dict(NEW, direccion="javascript:1"), "direccion", "unknown"),
        (dict(NEW, anio_de_la_fuente="hoy"), "anio_de_la_fuente", "unknown"), (long, "actor", "long"),
        (quoted, "cita", "no_text"), (dict(founding, cita="no está en ella"), "cita", "not_found"),
        (dict(founding, cita="de"), "cita", "ambiguous"),
    ]  # fmt: skip
    sheet = actions.hold(rows=[{**dict.fromkeys(COLUMNS, ""), **row} for row, _, _ in wrong], by=ana)
    assert [(one["column"], one["why"]) for one in sheet.outcomes] == [(column, why) for _, column, why in wrong]
    assert client.get(f"/hojas/{sheet.key}/").status_code == 200 and str(sheet) == "18 rows"


def test_what_is_not_edited_stays_as_it_is_and_the_first_citation_may_be_another(ana: Actor) -> None:
    client = browser(ana)
    rows = [row for code in ("CO-05001", "BR-RJ") for row in taken(client, code=code)]
    by_ref = {row["ref"]: row for row in rows}
    by_ref["MG-9003"]["hecho"] = "in_force"
    by_ref["MG-F08"]["nota"] = "Otra nota."
    by_ref["MG-9006"].update(fuente="prensa", localizador="p. 9")
    sheet = actions.bring_in(sheet=actions.hold(rows=rows, by=ana), by=ana)
    assert [one["outcome"] for one in sheet.outcomes].count("corrected") == 3
    twin, quoted, cited = (
        Correction.objects.get(original__ref=ref).replacement for ref in ("MG-9003", "MG-F08", "MG-9006")
    )
    assert [party.name for party in twin.counterparts.all()] == ["Rosario"]
    assert quoted.citations.first().is_pinned and quoted.citations.first().note == "Otra nota."  # type: ignore[union-attr]
    assert cited.citations.get().source.slug == "prensa"
    with pytest.raises(actions.AlreadyConfirmed):
        actions.bring_in(sheet=sheet, by=ana)


def test_a_sheet_brings_so_many_changes_and_no_more(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CHANGES == 300
    monkeypatch.setattr(actions, "MOST_CHANGES", 1)
    base = {**dict.fromkeys(COLUMNS, ""), **NEW}
    sheet = actions.hold(rows=[base, dict(base, cuando="1998"), *taken(browser(ana))[:1]], by=ana)
    assert [one["outcome"] for one in sheet.outcomes] == ["new", "refused", "unchanged"]
    assert ref_of(base) == sheet.outcomes[0]["ref"]
    with pytest.raises(TypeError):
        actions.hold(rows=[], by=somebody(Role.INSTALLATION))


def test_a_sheet_is_its_owners_alone_and_goes_after_a_day(ana: Actor) -> None:
    sheet = actions.hold(rows=[{**dict.fromkeys(COLUMNS, ""), **NEW}], by=ana)
    others = [browser(somebody(Role.REVIEWER)), browser(somebody(Role.CONTRIBUTOR, of="otra"))]
    for other in others:
        assert other.get(f"/hojas/{sheet.key}/").status_code == 404
        assert other.post(f"/hojas/{sheet.key}/confirmar/").status_code == 404
        assert other.get(f"/hojas/{sheet.key}/no-entraron.ods").status_code == 404
    assert browser(somebody(Role.READER)).get("/hojas/").status_code == 403
    guarded = Client(enforce_csrf_checks=True)
    assert ana.user is not None
    guarded.force_login(ana.user)
    assert guarded.post(f"/hojas/{sheet.key}/confirmar/").status_code == 403
    assert brought(guarded, b"x").status_code == 403
    SheetImport.objects.update(at=timezone.now() - timedelta(days=2))
    tasks.forget_old()
    assert not SheetImport.objects.exists()


def _rewritten(data: bytes, change: Callable[[str, bytes], bytes], extra: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        if extra:
            new.writestr("xl/media/1.bin", extra)
    return made.getvalue()


def test_files_made_to_do_harm_are_refused_in_words(ana: Actor) -> None:
    client, good = browser(ana), made([{**dict.fromkeys(COLUMNS, ""), **NEW}])
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    bomb = _rewritten(good, lambda name, part: part, b"\0" * (60 << 20))
    entities = _rewritten(good, lambda name, part: entity + part if name.endswith("sheet1.xml") else part)
    far = _rewritten(good, lambda name, part: part.replace(b'r="A2"', b'r="XFD1048576"') if "sheet1" in name else part)
    ods = made([{**dict.fromkeys(COLUMNS, ""), **NEW}], "ods")
    locked = _rewritten(ods, lambda name, part: part + b"<!--encryption-data-->" if "manifest.xml" in name else part)
    files = [b"", b"ref,territorio\n", b"%PDF-1.7", b"PK\x03\x04rest", good[:900], b"\xd0\xcf\x11\xe0" + b"x" * 99, bomb, entities, far, locked, b"PK\x03\x04" + b"0" * (9 << 20)]  # fmt: skip # noqa: E501
    for data in files:
        answer = brought(client, data)
        assert answer.status_code == 422 and "No se guardó nada." in answer.content.decode()
    assert client.post("/hojas/traer/", {"hoja": "texto"}).status_code == 422
    assert brought(client, good, "hoja.pdf").status_code == 302, "what is in it counts, not its name"
    assert not SheetImport.objects.exclude(rows__0__territorio="CO-05001").exists()


def test_a_sheet_goes_through_libreoffice_and_back(ana: Actor, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not (Path(office).resolve().parent / "libsclo.so").exists():
        pytest.skip("needs LibreOffice with Calc (libreoffice-calc-nogui on Debian)")

    def through(path: Path, form: str) -> Path:
        folder = tmp_path / form
        command = [str(office), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += ["--convert-to", form, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{form}"

    client = browser(ana)
    first = tmp_path / "hoja.xlsx"
    first.write_bytes(client.get(f"{MEDELLIN}.xlsx", {"territorio": "CO-05001"}).content)
    ods = through(first, "ods")
    rows = rows_of(adapters.read(ods.read_bytes()))
    brought(client, ods.read_bytes(), "hoja.ods")
    assert set(outcomes()) == {"unchanged"}
    next(row for row in rows if row["ref"] == "MG-9001")["enunciado"] = "=La agencia nació en 2002."
    ods.write_bytes(made(rows, "ods"))
    brought(client, through(ods, "xlsx").read_bytes())
    assert sorted(set(outcomes())) == ["corrected", "unchanged"]
    client.post(f"/hojas/{SheetImport.objects.latest('pk').key}/confirmar/")
    assert Claim.objects.get(corrects__original__ref="MG-9001").statement == "=La agencia nació en 2002."


def test_a_source_may_have_nothing_but_its_title(ana: Actor) -> None:
    client = browser(ana)
    bare = dict(NEW, fuente="", autores="", anio_de_la_fuente="", direccion="", titulo="Acta sin más")
    brought(client, made([bare]))
    client.post(f"/hojas/{SheetImport.objects.latest('pk').key}/confirmar/")
    assert outcomes() == ["new"]
    source = Source.objects.get(title="Acta sin más")
    assert (source.authors, source.year, source.url) == ("", None, "")
