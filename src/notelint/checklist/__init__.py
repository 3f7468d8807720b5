"""Answer elements that a pack declares: labels and their values first, then sentences. No medicine is here."""
