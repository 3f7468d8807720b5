"""Note to Reading: what the words are. Nothing here knows a code."""
