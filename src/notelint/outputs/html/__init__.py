"""``--format html``: reports as pages for a browser, without script and without a network."""
