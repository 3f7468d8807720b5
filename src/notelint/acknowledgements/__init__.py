"""Acknowledgements: records of who accepted a finding, when and why, in files beside the notes."""
