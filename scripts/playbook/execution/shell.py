"""An IPython shell without a kernel: runs a cell and gives what a kernel would have shown."""

from __future__ import annotations

import base64
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from playbook.execution import guard

Output = dict[str, Any]

_shown: list[Output] = []
"""What the running cell has shown so far. A process runs one notebook, and one cell at a time."""


class _Stream:
    """A text stream that adds to the cell's outputs, joined with what came just before."""

    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        last = _shown[-1] if _shown else {}
        if text and last.get("name") == self.name:
            last["text"] += text
        elif text:
            _shown.append({"output_type": "stream", "name": self.name, "text": text})
        return len(text)

    def flush(self) -> None:
        """Do nothing: each text is there at once."""

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **_more: Any) -> None:  # type: ignore[override]
        _shown.append(
            {"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}}
        )

    def clear_output(self, *_: Any) -> None:
        _shown.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        """A notebook has no prompt line."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        _shown.append(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": _plain(format_dict),
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self) -> None:
        """End without the line feed that a terminal gets."""
        self._is_active = False


class _Shell(InteractiveShell):
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        _shown.append(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": str(evalue),
                "traceback": stb,
            }
        )


def prepare() -> None:
    """Make the process's one shell, which takes longer than many a page; forks inherit it."""
    main = sys.modules["__main__"]
    # The process's one instance: display() looks for it.
    _Shell.instance(config=Config(HistoryManager={"enabled": False}))
    # A shell makes itself the main module. That is for a page's process alone.
    sys.modules["__main__"] = main


class Session:
    """One notebook's shell. Takes over the standard streams of its process for good."""

    def __init__(self) -> None:
        if not _Shell.initialized():
            prepare()
        self.shell = _Shell.instance()
        sys.modules["__main__"] = self.shell.user_module
        sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
        guard.load_ipython_extension(self.shell)

    def run(self, source: str) -> tuple[list[Output], int]:
        """Run one cell.

        Returns
        -------
        list of dict, int
            Outputs in the form of nbformat 4, in order, and the cell's execution count.
        """
        _shown.clear()
        count = self.shell.execution_count
        self.shell.run_cell(source, store_history=True)
        return list(_shown), count


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Make binary media types text, as a kernel does."""
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }
