"""The helper process that checks signatures: started once, asked again and again, killed when one takes too long.

Run as `python -m ettle.badges.verify.process.check_process`. Each line of standard input is a JSON object with
`document`, `proof` and `key`; each line of standard output one with `finding` and `detail`. It ends when its input
ends, and so with its parent.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys

from ettle.badges.verify.process.proof_check import check_proof

# A check takes about 15 ms. When the time of one is over, the system ends the process, whatever it is doing.
MAX_PROCESSOR_SECONDS = 1.0
MAX_MEMORY_BYTES = 1 << 30
LOWER_PRIORITY = 10  # pages come first


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(LOWER_PRIORITY)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_PROF, MAX_PROCESSOR_SECONDS)
        request = json.loads(line)
        found = check_proof(request["document"], request["proof"], request["key"])
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = {"finding": found.finding.value, "detail": found.detail}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
