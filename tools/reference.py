"""`make reference`: docs/reference/cli.md, written from the commands themselves; a house test compares the two."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"
PREFACE = """# The terminal

`minga COMMAND`; every command answers `--help`, in Spanish, with the words of this page. Results go to stdout, the way
there to stderr. Exit codes: 0 done, 1 what the machine or the data caused (told in one sentence), 2 a mistyped command,
130 interrupted. What is read from the environment is in [settings.md](settings.md).

This page is written by `make reference`; change the commands, not the page.
"""


def page(parser: argparse.ArgumentParser) -> str:
    """The whole page: a table of the commands, then each with its arguments, in the order of `minga --help`."""
    commands = list(commands_of(parser))
    table = ["| command | what it does |", "|---|---|"]
    table += [f"| [`{name}`](#{name.replace(' ', '-')}) | {cell(about)} |" for name, about, _ in commands]
    sections = (section(name, about, command) for name, about, command in commands)
    return "\n".join([PREFACE, *table, "", "\n".join(sections)])


def commands_of(
    parser: argparse.ArgumentParser, above: str = "minga"
) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Each command that does something: its whole name, what it does, its parser. A group gives its members."""
    for group in groups_of(parser):
        abouts = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for name, command in group.choices.items():
            if groups_of(command):
                yield from commands_of(command, f"{above} {name}")
            else:
                yield f"{above} {name}", abouts.get(name, ""), command


def groups_of(parser: argparse.ArgumentParser) -> "list[argparse._SubParsersAction[argparse.ArgumentParser]]":
    """The arguments of a parser that choose among further commands; argparse has no public way to ask."""
    return [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]


def arguments_of(command: argparse.ArgumentParser) -> list[argparse.Action]:
    """What may be said to a command, without `--help`."""
    return [action for action in command._actions if not isinstance(action, argparse._HelpAction)]


def section(name: str, about: str, command: argparse.ArgumentParser) -> str:
    """A command: what it does, how it is written, and a row for each argument."""
    arguments = arguments_of(command)
    usage = " ".join([name, *(written(action) for action in sorted(arguments, key=lambda a: bool(a.option_strings)))])
    lines = [f"## {name}", "", f"{about[:1].upper()}{about[1:]}.", "", f"    {usage}", ""]
    if arguments:
        lines += ["| argument | what it says |", "|---|---|", *map(row, arguments), ""]
    return "\n".join(lines)


def written(action: argparse.Action) -> str:
    """An argument as it is typed; in brackets where it may be left out."""
    value = "" if action.nargs == 0 else f" {value_of(action)}"
    typed = f"{action.option_strings[-1]}{value}" if action.option_strings else value_of(action)
    return typed if action.required else f"[{typed}]"


def value_of(action: argparse.Action) -> str:
    """What stands for the value of an argument."""
    return str(action.metavar or (action.dest.upper() if action.option_strings else action.dest))


def row(action: argparse.Action) -> str:
    """An argument in the table of its command, with its choices and its default where it has them."""
    told = [action.help or ""]
    if action.choices is not None:
        told.append("una de: " + ", ".join(f"`{choice}`" for choice in action.choices))
    if action.option_strings and isinstance(action.default, int) and not isinstance(action.default, bool):
        told.append(f"si falta, {action.default}")
    name = written(action).strip("[]")
    return f"| `{name}` | {cell('; '.join(told))} |"


def cell(text: str) -> str:
    """A text that cannot break its table."""
    return " ".join(text.split()).replace("|", "\\|")


def main() -> int:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    import django

    django.setup()
    from minga.cli import build_parser

    PAGE.write_text(page(build_parser()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
