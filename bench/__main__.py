"""What is measured: `python -m bench` lists it; `python -m bench DIR…` measures retrieval over folders of questions."""

import sys

from bench import retrieval

LISTED = {
    "bench.retrieval DIR…": "how good search is, over folders in the form of BEIR",
    "bench.scale": "how quick search stays among many rows",
    "bench.answers": "what partners and long lists cost on this installation's own base",
    "bench.means": "the mean vector of the model",
    "bench.places": "how quick names of places are found",
    "bench.peers": "how quick peers are found, beside a plain pass over the same vectors",
    "bench.partners FILE": "partners found again after they were hidden, beside the usual baselines",
    "bench.partners_weights FILE": "learns the weights of partners from other cities",
    "bench.ingest": "how well and how fast files become text, claims and vectors, on one core, two and a cluster",
    "bench.robustness": "how a thousand hurt files end",
    "bench.extraction FILE…": "how well claims are read from texts, beside names and keywords alone",
    "bench.documents [PDF]": "how a document of 500 pages opens beside one of five",
    "bench.pages": "what each kind of page costs, here and in PostgreSQL, and which part of it goes where",
    "bench.crowd": "two hundred contributors at once",
    "bench.officers": "two hundred officers at once",
    "bench.sitting": "how long each gesture of a reviewer takes, over fifty proposals",
    "bench.sense": "the first peers of twelve territories, to be read: the table of docs/peers.md",
}


def main() -> None:
    """List, or measure the folders that are named."""
    if len(sys.argv) > 1:
        retrieval.main()
        return
    for name, what in LISTED.items():
        print(f"python -m {name:27} {what}")


if __name__ == "__main__":
    main()
