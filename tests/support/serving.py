"""``notelint serve`` as a process of its own, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
NO_BROWSER = "needs chromium and chromium-driver (apt-get install chromium chromium-driver)"
SOURCES = Path(__file__).parents[2] / "src"
_PATIENCE = 60.0


class Server:
    """A running server: the address to enter by, and the one of its pages."""

    def __init__(self, notes, data, *options):
        environment = {**os.environ, "PYTHONPATH": f"{SOURCES}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
        command = [
            sys.executable,
            "-m",
            "notelint",
            "serve",
            str(notes),
            "--data",
            str(data),
            "--port",
            "0",
            "--rate",
            "1000",
            *options,
        ]
        self.errors = Path(data).parent / f"{Path(data).name}.stderr"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment, encoding="utf8")
        self.data = Path(data)
        self.clients = []
        self.said = ""
        while "open http" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"the server did not start: {self.errors.read_text()}"
            self.said += line
        self.entry = re.search(r"open (\S+)", self.said)[1]
        self.address = re.match(r"http://[^/]+", self.entry)[0]

    def client(self):
        """A client that is signed in with the one-time address."""
        client = httpx2.Client(base_url=self.address, timeout=60, headers={"origin": self.address})
        self.clients.append(client)
        assert client.get(self.entry).status_code == 200
        return client

    def client_of_all(self):
        """The one client of tests that share the server: the one-time address works once."""
        return self.clients[0] if self.clients else self.client()

    def kill(self):
        """End it at once, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
        for client in self.clients:
            client.close()


@contextmanager
def serving(notes, data, *options):
    """A server for the block."""
    server = Server(notes, data, *options)
    try:
        yield server
    finally:
        server.stop()


def wait_for(condition, patience=_PATIENCE):
    """What the condition gives as soon as it is true."""
    end = time.monotonic() + patience
    while not (value := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return value


def listed(client, count):
    """Wait until the work list has so many notes; its page."""
    return wait_for(lambda: (page := client.get("/?state=all").text) and (page.count('<th scope="row">') >= count) and page)


def form_token(page):
    """The token of the forms of a page."""
    return re.search(r'name="form_token" value="([^"]+)"', page)[1]


def revision(page):
    """The revision of the note of a page."""
    return re.search(r'name="revision" value="(\d+)"', page)[1]


@contextmanager
def browser(folder, *, dark=False, width=1440, height=900):
    """A browser without a window."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    scheme = 0 if dark else 1
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}",
        f"--window-size={width},{height}", f"--blink-settings=preferredColorScheme={scheme}", "--force-device-scale-factor=1",
    ):  # fmt: skip
        options.add_argument(argument)
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()
