"""The store of ``notelint serve``: one SQLite file with notes, reports, actions, people and the log."""
