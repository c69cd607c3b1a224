"""Asking a person at the terminal, or whatever stands in for one at the other end of a pipe."""

import sys


class GaveUp(Exception):
    """The person left the question: end of input."""


def ask(prompt: str, typed: str = "") -> str:
    """One line of what was answered, without its end. Raises GaveUp.

    typed   what stands in the line already, to be mended: where the terminal can edit a line
    """
    if not sys.stdin.isatty():
        sys.stdout.write(prompt)
        line = sys.stdin.readline()
        sys.stdout.write("\n")
        if not line:
            raise GaveUp
        return line.rstrip("\n")
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(typed))
    try:
        return input(prompt)
    except EOFError as error:
        raise GaveUp from error
    finally:
        readline.set_startup_hook(None)
