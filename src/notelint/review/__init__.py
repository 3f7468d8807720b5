"""A claim held against its notes: what would be denied, why, and what is at stake."""
