"""Make the mean vectors that are taken away from every vector: `python -m bench.means`.

They are of our own texts, the vocabulary's labels (as questions) and definitions (as passages) in four languages, and
of no set that anything is measured on.
"""

import json

from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.search.adapters import MEANS, raw


def main() -> None:
    """Compute both means and write them with their version."""
    concepts = vocabulary().concepts
    texts = {
        "query": [concept.label[language] for concept in concepts for language in LANGUAGES],
        "passage": [concept.definition[language] for concept in concepts for language in LANGUAGES],
    }
    means = {side: raw(texts[side], question=side == "query").mean(axis=0) for side in texts}
    rounded = {side: [round(float(x), 6) for x in mean] for side, mean in means.items()}
    MEANS.write_text(json.dumps({"name": "vocabulary-1", **rounded}) + "\n")


if __name__ == "__main__":
    main()
