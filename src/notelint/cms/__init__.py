"""The published tables of CMS: what they say about a code, a pair of codes or a locality."""
