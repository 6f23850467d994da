"""Runs a command in a pseudo-terminal, types an answer when each question appears, and prints the command's output.

Usage: in-terminal.py '{"questions": [["text to wait for", "keys to type"]], "seconds": 20, "columns": 100}' command argument…
With "isTold": true, it also waits for a line on its stdin before it types. The last line of its output is the exit code."""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

plan = json.loads(sys.argv[1])
process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, plan["columns"], 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

written = b""
searched = 0
questions = list(plan["questions"])
end = time.monotonic() + plan["seconds"]
while time.monotonic() < end:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the command has closed the terminal
            break
        if not part:
            break
        written += part
    if questions and questions[0][0].encode() in written[searched:]:
        searched = len(written)
        if plan.get("isTold"):
            sys.stdin.readline()
        else:
            time.sleep(0.2)  # wait until the prompt accepts keys
        os.write(terminal, questions.pop(0)[1].encode())
else:
    os.kill(process, 9)

sys.stdout.buffer.write(written)
print("\n" + str(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])))
