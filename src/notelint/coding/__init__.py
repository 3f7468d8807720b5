"""Case to Decision: the pack's questions and table, evaluated."""
