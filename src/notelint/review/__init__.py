"""Review of a claim against its notes: what would be denied, why, and the difference in payment."""
