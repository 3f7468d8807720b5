"""Score notelint on labelled notes: labels and reports as answers, their comparison, and figures."""

from __future__ import annotations
