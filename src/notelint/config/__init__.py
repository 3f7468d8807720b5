"""The configuration of notelint: a TOML file, found, read, checked, and turned into values of options and a policy for rules."""
