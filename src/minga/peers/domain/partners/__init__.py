"""Who might become a partner: the network of bonds, the parts of a suggestion, and what stands behind each."""

from minga.peers.domain.partners.bonds import Cities, Mine, Network, network, with_areas
from minga.peers.domain.partners.fared import Fared, Meeting, fared
from minga.peers.domain.partners.ties import CONTENT, WEIGHTS, Tie, added, score, ties

__all__ = [
    "CONTENT",
    "WEIGHTS",
    "Cities",
    "Fared",
    "Meeting",
    "Mine",
    "Network",
    "Tie",
    "added",
    "fared",
    "network",
    "score",
    "ties",
    "with_areas",
]
