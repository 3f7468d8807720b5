"""``--format fhir``: reports as resources of FHIR R4."""
