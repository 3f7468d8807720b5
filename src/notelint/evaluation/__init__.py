"""How well notelint reads notes that people have labelled: labels and reports as answers, answers compared, figures."""

from __future__ import annotations
