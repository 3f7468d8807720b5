"""One reader for each format of documents, behind one protocol (``notelint.inputs.formats.model``)."""
