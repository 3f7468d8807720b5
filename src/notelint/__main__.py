"""``python -m notelint``: the command line, with the same arguments and exit codes as ``notelint``."""

from __future__ import annotations

from notelint.cli.main import main

if __name__ == "__main__":
    main()
