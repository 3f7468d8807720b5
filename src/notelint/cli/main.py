"""Where ``notelint`` starts: how it ends is settled before anything else is imported."""

from __future__ import annotations

import atexit
import gc
import signal

from notelint.cli import ending

_MADE_BEFORE_CLEARED = 100_000


def main() -> None:
    """Run the command line and exit: see ``notelint --help``."""
    ending.is_own_process = True
    signal.signal(signal.SIGINT, ending.interrupted)
    if hasattr(signal, "SIGPIPE"):  # a reader that has seen enough (notelint codes | head) ends the program quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    gc.set_threshold(_MADE_BEFORE_CLEARED)  # modules and packs stay: to look for garbage among them is a tenth of a cold start
    atexit.register(gc.freeze)  # nor is it looked for when all ends, which is another tenth
    from notelint.cli.app import notelint

    try:
        notelint.main(prog_name="notelint")
    except OSError as error:
        message = error.strerror or type(error).__name__
        ending.fail(f"{message}: {_described(error)}" if ending.debug else message)
    except Exception as error:  # noqa: BLE001 -- a traceback could hold a note's words: only the kind of the error is printed
        ending.fail(_described(error))


def _described(error: Exception) -> str:
    from notelint.failure import described

    return described(error, debug=ending.debug)
