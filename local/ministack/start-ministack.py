"""Runs MiniStack, the local AWS, until the process that started it ends.

Start this program in its own process group and its own working folder, with a pipe as standard input. MiniStack must be
installed in the Python environment. When the pipe closes, the program removes the folder and kills its process group. BIND_HOST
and GATEWAY_PORT set the IP address and the port on which MiniStack listens.
"""

import os
import shutil
import signal
import sys
import threading

sys.dont_write_bytecode = True  # do not write compiled files into the source folder

import repairs  # noqa: E402, F401
from ministack import app  # noqa: E402


def end_with_parent():
    """Waits until the pipe closes, which also happens if the parent is killed. Then removes the folder and kills the process
    group."""
    # use os.read, because sys.stdin.read holds a lock while it waits, and Python would abort if MiniStack ended first
    while os.read(sys.stdin.fileno(), 1):
        pass
    shutil.rmtree(os.getcwd(), ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
app.main()
