"""YAML to typed, validated packs; an error names file, line and key."""
