"""Load packs: YAML to typed, validated records. An error names file, line and key."""
