"""Report to query: what a surgeon is asked about a note, in words that lead to no answer."""
