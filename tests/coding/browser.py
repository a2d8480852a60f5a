"""A JupyterLab of its own and a headless Chromium that types into it, over the DevTools protocol."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websocket

_TOKEN = "test"
_KEYS = {"Enter": ("\r", 13), "Tab": ("", 9), " ": (" ", 32)}


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def running(command: list[str], folder: Path, **environment: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def jupyter_lab(root: Path, scratch: Path) -> Iterator[str]:
    """Start a JupyterLab on `root`; its settings and runtime files lie in `scratch`."""
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ip=127.0.0.1",
        f"--IdentityProvider.token={_TOKEN}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    folders = {f"JUPYTER_{name}_DIR": str(scratch / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "s"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "w"),
    }
    with running(command, root, **folders):
        _wait_for(f"http://127.0.0.1:{port}/api?token={_TOKEN}")
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={_TOKEN}"


def _wait_for(address: str) -> bytes:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


class Browser:
    """One page of a headless Chromium."""

    def __init__(self, port: int) -> None:
        pages = json.loads(_wait_for(f"http://127.0.0.1:{port}/json/list"))
        page = next(page for page in pages if page["type"] == "page")
        self._socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], timeout=60, suppress_origin=True
        )
        self._number = 0

    def call(self, method: str, **params: object) -> dict:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def value(self, expression: str) -> object:
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, expression: str, seconds: float = 60) -> object:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.value(expression):
                return found
            time.sleep(0.1)
        raise TimeoutError(expression)

    def write(self, words: str) -> None:
        self.call("Input.insertText", text=words)

    def press(self, key: str) -> None:
        sign, code = _KEYS[key]
        for kind in ("keyDown", "keyUp"):
            typed = {"text": sign} if sign and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **typed)

    def close(self) -> None:
        self._socket.close()

    def screenshot(self, path: Path) -> None:
        found = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(found["data"]))


@contextlib.contextmanager
def browser(program: str, scratch: Path) -> Iterator[Browser]:
    port = free_port()
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1300,1500",
        f"--remote-debugging-port={port}", f"--user-data-dir={scratch / 'chromium'}", "about:blank",
    ]  # fmt: skip
    with running(command, scratch):
        page = Browser(port)
        try:
            yield page
        finally:
            page.close()
