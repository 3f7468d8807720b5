"""Case and Decision to Findings: what is missing, and where."""
