"""Training of the second reader: ``python -m training`` (docs/second-reader.md)."""
