"""CMS's published tables: what they say of a code, a pair of codes or a place."""
