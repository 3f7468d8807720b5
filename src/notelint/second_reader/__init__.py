"""The second reader: learned from labelled notes, with tokens, sentences and assertion of its own (spaCy, medspaCy)."""
