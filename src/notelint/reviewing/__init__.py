"""Reviews of claims that stand in files, each with the notes that it names: what the command line and the server share."""
