"""What a federation counts of its members' exchanges: those in its hands alone, each figure with its list."""

import io
import re
from datetime import date, timedelta

import openpyxl  # type: ignore[import-untyped]  # it comes without types
import pypdfium2
from django.utils import timezone

from minga.accounts.domain.permissions import Role
from minga.exchange.actions import asking, talking
from minga.exchange.models import Commitment
from tests.exchange.conftest import SECRET, Three, make_three
from tests.people import browser, somebody

LINES = re.compile(r'<a href="(/mesa/intercambios/\?[^"]+)">(\d+)</a>')


def counts(page: str) -> dict[str, int]:
    """The figures of a dashboard, by the list each opens."""
    return {re.findall(r"lista=(\w+)", address)[0]: int(n) for address, n in LINES.findall(page)}


def brokered(three: Three) -> None:
    """One that waits, one that ended without having been, and one that goes on with promises."""
    waits, ended, goes_on = (three.asked() for _ in range(3))
    for one in (waits, ended, goes_on):
        asking.pass_on(exchange=one, by=three.manizales, because=f"No sabemos {SECRET}")
    asking.withdraw(exchange=ended, by=three.caldono, because=f"Ya no {SECRET}")
    asking.ask_again(exchange=goes_on, by=three.federation)
    asking.accept(exchange=goes_on, by=three.manizales)
    today, owner = timezone.localdate(), three.manizales.organization
    assert owner is not None
    for due in (date(2020, 1, 1), date(2020, 1, 2), today + timedelta(days=9)):
        made = talking.promise(exchange=goes_on, owner=owner, what=f"El acta {SECRET}", due=today, by=three.caldono)
        Commitment.objects.filter(pk=made.pk).update(due=due)
    talking.keep(commitment=Commitment.objects.earliest("pk"), evidence=SECRET, by=three.manizales)


def test_each_figure_opens_its_list_and_none_is_of_an_exchange_that_the_federation_does_not_broker(
    gazetteer: None,
) -> None:
    three = make_three()
    adviser = browser(three.federation)
    three.asked()
    year = timezone.localdate().year
    before = adviser.get("/mesa/tablero/").content.decode()
    assert set(counts(before).values()) == {0} and "ninguno" in before
    brokered(three)
    board = adviser.get("/mesa/tablero/").content.decode()
    assert counts(board) == {
        "waiting": 1, "came": 3, "started": 1, "finished": 0, "undone": 1, "kept": 1, "overdue": 1,
    }  # fmt: skip
    for address, n in LINES.findall(board):
        page = adviser.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'<li><a href="/intercambios/[A-Z0-9]{8}/', page)) == int(n), address
    assert "mediar: 1" in adviser.get("/mesa/").content.decode()
    assert "Esperan" in adviser.get("/mesa/intercambios/?lista=nada&ano=x").content.decode()
    old = counts(adviser.get(f"/mesa/tablero/?ano={year - 1}").content.decode())
    assert {name for name, n in old.items() if n} == {"waiting", "overdue"}, "these two are of today, in any year"
    # On paper: codes, days and names of governments; none of what the parties wrote to each other.
    book = openpyxl.load_workbook(io.BytesIO(adviser.get("/mesa/intercambios.xlsx").getvalue()))
    sheets = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]
    assert [len(rows) for rows in sheets] == [4, 4] and SECRET not in str(sheets) and "CO-19137" in str(sheets)
    paper = pypdfium2.PdfDocument(adviser.get(f"/mesa/informe-{year}.pdf").getvalue())
    words = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "Intercambios que la federación media" in words and SECRET not in words
    # Another federation counts none of them, and an office has no such page.
    other = browser(somebody(Role.ADVISER, of="otra-federacion"))
    for address in ("tablero/", "intercambios/", "intercambios/?lista=overdue", f"informe-{year}.pdf"):
        told = other.get(f"/mesa/{address}").getvalue()
        assert SECRET.encode() not in told and b"CO-19137" not in told
    empty = openpyxl.load_workbook(io.BytesIO(other.get("/mesa/intercambios.xlsx").getvalue()))
    assert [sheet.max_row for sheet in empty] == [1, 1]
    assert set(counts(other.get("/mesa/tablero/").content.decode()).values()) == {0}
    assert browser(three.caldono).get("/mesa/intercambios/").status_code in {403, 404}
