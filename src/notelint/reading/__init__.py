"""Read a note: sections, sentences, mentions, measures. Nothing here knows a code."""
