"""One second of a tone in each form that people send, with a name and a place written into each file by FFmpeg.

chromium.webm is three seconds of the test tone of Chromium's microphone, as its MediaRecorder gives it.
"""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
# File -> the form it is stored in.
STORED_AS = {
    "aac-fragmented.mp4": "m4a",
    "aac.m4a": "m4a",
    "chromium.webm": "webm",
    "opus.mp4": "webm",
    "opus.ogg": "webm",
    "opus.webm": "webm",
    "tone.mp3": "mp3",
    "tone.wav": "wav",
}


def read_sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()
