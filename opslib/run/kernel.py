"""The kernel of a run: this interpreter's own ipykernel, reached over a local socket file."""

from __future__ import annotations

import os
import sys
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

ARGV = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


class OwnKernelManager(AsyncKernelManager):
    """Starts `python3` of the running interpreter, whatever kernels the user has installed.

    Unix sockets instead of TCP: no port can be taken by a neighbour and no other user of the
    machine can connect.
    """

    @default("transport")
    def _transport(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    @default("connection_file")
    def _connection_file(self) -> str:
        return os.path.abspath("kernel.json")  # in the scratch folder of the run, gone with it

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel to start; history stays off so that a run leaves nothing behind."""
        return KernelSpec(
            argv=[*ARGV, "--HistoryManager.enabled=False"], name="python3", language="python"
        )

    def client(self, **kwargs: Any) -> Any:
        """A client whose class is asynchronous, as nbclient expects."""
        self.client_class = "jupyter_client.asynchronous.AsyncKernelClient"
        return super().client(**kwargs)
