"""Fields of a dictation template: where they stand, and what they ask for."""
