"""The papers say what the code does: every command, every argument, every setting, and nothing that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.cli import build_parser
from tools import reference

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "docs" / "reference" / "settings.md"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
OF_MAKE_ITSELF = {"MAKEFILE_LIST", "SHELL"}


class NameNotWritten(AssertionError):
    """A setting is read under a name that is computed, so that no page can hold it."""


def settings_read_by(source: str) -> Iterator[str]:
    """The names under which a piece of Python reads its environment."""
    for node in ast.walk(ast.parse(source)):
        name: ast.expr | None = None
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            name = node.slice
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            name = node.args[0]
        if name is not None:
            if not isinstance(name, ast.Constant):
                raise NameNotWritten(ast.unparse(node))
            yield str(name.value)


READERS = {"os.environ.get", "os.environ.setdefault", "os.environ.pop", "os.getenv"}


def read_anywhere() -> set[str]:
    """Every setting of the program, of its tools and of `make`."""
    files = [path for folder in ("src", "tools") for path in (ROOT / folder).rglob("*.py")]
    names = {name for path in files for name in settings_read_by(path.read_text(encoding="utf-8"))}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    own = set(re.findall(r"^([A-Z]+) :=", makefile, re.MULTILINE)) | OF_MAKE_ITSELF
    return names | set(re.findall(r"\$\((?:if )?([A-Z]+)\b", makefile)) - own


def test_every_setting_that_is_read_is_documented_and_no_other() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(read_anywhere())


def test_every_setting_is_explained_in_full() -> None:
    rows = [line.split(" | ") for line in SETTINGS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert [row for row in rows if len(row) != 4 or not all(cell.strip(" |") for cell in row)] == []


def test_the_test_sees_a_setting_however_it_is_read() -> None:
    source = "os.environ['A']; os.environ.get('B', ''); os.getenv('C'); os.environ.setdefault('D', '1')"
    assert sorted(settings_read_by(source)) == ["A", "B", "C", "D"]
    with pytest.raises(NameNotWritten):
        list(settings_read_by("os.environ.get(name)"))


def test_the_page_of_the_terminal_is_what_the_commands_say() -> None:
    written = reference.PAGE.read_text(encoding="utf-8")
    assert written == reference.page(build_parser()), "run `make reference`"


def test_every_command_and_every_argument_explains_itself() -> None:
    commands = list(reference.commands_of(build_parser()))
    silent = [name for name, about, _ in commands if not about]
    silent += [
        f"{name} {action.dest}"
        for name, _, command in commands
        for action in reference.arguments_of(command)
        if not action.help
    ]
    assert silent == []


def test_no_link_of_a_document_leads_nowhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")]
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []
