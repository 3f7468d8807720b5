"""Pages in Debian's Chromium, without a window: what its parser reads, what it computes, what it prints."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "needs chromium (apt-get install chromium)"
DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"


def run(page, folder, *arguments):
    """What the browser writes to standard output for the page."""
    file = folder / "page.html"
    file.write_bytes(page.encode("utf-8", errors="replace"))
    command = [PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", *arguments]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, encoding="utf8", timeout=60, check=True)
    return done.stdout


def evaluated(page, script, folder, *arguments):
    """The value of a JavaScript expression on the page; the policy of the page, which would forbid it, is taken away."""
    free, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert count == 1
    ascii_only = "JSON.stringify(value).replace(/[^ -~]/g, char => '\\\\u' + char.charCodeAt(0).toString(16).padStart(4, '0'))"
    code = f"const value = ({script}); document.documentElement.setAttribute('data-value', {ascii_only})"
    dumped = run(free.replace("</body>", f"<script>{code}</script></body>"), folder, "--dump-dom", *arguments)
    return json.loads(html.unescape(re.search(r'<html[^>]* data-value="([^"]*)"', dumped)[1]))


def printed(page, folder):
    """The texts of the sheets of paper that the page is printed on. No script of the page can run: its policy forbids it."""
    import pypdfium2

    file = folder / "page.pdf"
    run(page, folder, "--no-pdf-header-footer", f"--print-to-pdf={file}")
    document = pypdfium2.PdfDocument(file)
    texts = [one.get_textpage().get_text_bounded().replace("\r\n", "\n") for one in document]
    document.close()
    return texts
