"""Readers of X12 files: professional claims (837P), remittances (835) and acknowledgements (277CA)."""
