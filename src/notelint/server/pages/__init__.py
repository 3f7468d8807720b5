"""The pages and the API of ``notelint serve``, a module with its ``ROUTES`` for each."""
