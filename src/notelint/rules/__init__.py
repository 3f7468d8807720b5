"""Make findings from a case and its decision: what is missing, and where."""
