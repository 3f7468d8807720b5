"""The language server: what ``notelint check`` reports, in an editor, while the note is written."""
