"""The first look at a note, before anything is read: whether it could be of the family at all."""
