"""Writers of documents in the formats that notelint reads, from the plain text of a note."""
