"""Time EDS-NLP over texts, in an environment of its own: JSON in on standard input, notes per second out.

In: ``{"phrases": [...], "texts": {name: [...]}}``; out: ``{name: notes per second}``. Its pipeline has our phrases as terms
and those of its qualifiers that answer what ours does: negation, hypothesis and history.
"""

from __future__ import annotations

import gc
import json
import sys
import time

import edsnlp
import edsnlp.pipes as eds


def main() -> None:
    """Read, time, print."""
    asked = json.load(sys.stdin)
    pipeline = edsnlp.blank("eds")
    pipeline.add_pipe(eds.normalizer())
    pipeline.add_pipe(eds.sentences())
    pipeline.add_pipe(eds.matcher(terms={"term": asked["phrases"]}))
    for qualifier in (eds.negation, eds.hypothesis, eds.history):
        pipeline.add_pipe(qualifier())
    rates = {}
    for name, texts in asked["texts"].items():
        pipeline(texts[0])
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        for text in texts:
            pipeline(text)
        rates[name] = len(texts) / (time.perf_counter() - started)
    json.dump(rates, sys.stdout)


if __name__ == "__main__":
    main()
