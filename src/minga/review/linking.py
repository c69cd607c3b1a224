"""The addresses of sources are asked, one a second of each host, where the network allows."""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic, sleep
from urllib.parse import urlsplit

from minga.evidence.fetching import AddressRefused, NotAnAddress, NotFetched, look
from minga.review.actions.links import Answered, keep_answers
from minga.review.domain import Outcome, outcome_of
from minga.review.queries.openwork import to_check

_SECONDS, _BETWEEN_SECONDS = 15.0, 1.0
# Where so many hosts in a row say nothing and none has answered, it is this server that has no network.
_NOBODY = 5


class NoNetwork(OSError):
    """No host answers: nothing is said of any address."""


def check_links(most: int, reached: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Ask so many addresses and keep how they answered; how many. Raises NoNetwork, and then nothing is kept."""
    rows = to_check(most)
    answers: list[Answered] = []
    for answer in ask_each(rows):
        answers.append(answer)
        reached(len(answers), len(rows))
        silent = {urlsplit(one.url).hostname for one in answers if one.outcome == Outcome.SILENT}
        if len(silent) >= _NOBODY and all(one.status is None for one in answers):
            raise NoNetwork
    if answers and all(one.outcome == Outcome.SILENT for one in answers):
        raise NoNetwork
    return keep_answers(answers=answers) if answers else 0


def ask_each(rows: Iterable[tuple[int, str]], wait: Callable[[float], None] = sleep) -> Iterator[Answered]:
    """How each address answers, in their order; a host is asked once a second at most."""
    last: dict[str, float] = {}
    for source, url in rows:
        host = urlsplit(url).netloc.lower()
        if host in last and (left := last[host] + _BETWEEN_SECONDS - monotonic()) > 0:
            wait(left)
        yield _asked(source, url)
        last[host] = monotonic()


def _asked(source: int, url: str) -> Answered:
    try:
        status = look(url, seconds=_SECONDS).status
    except (AddressRefused, NotAnAddress):
        return Answered(source, url, Outcome.REFUSED)
    except NotFetched:
        return Answered(source, url, Outcome.SILENT)
    return Answered(source, url, outcome_of(status), status)
