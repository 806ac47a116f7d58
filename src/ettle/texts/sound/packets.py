"""What every container holds: packets of one sound track."""

from __future__ import annotations

from dataclasses import dataclass

# Five minutes of the shortest packets that any of these codecs has, 2.5 ms.
MOST_PACKETS = 125_000


class UnreadableSound(Exception):
    """The file is broken, or is not of a kind that we can read."""


class UnknownCodec(UnreadableSound):
    """The container is sound, but what is in it is not Opus or AAC."""


@dataclass(frozen=True)
class SoundTrack:
    """The packets of one track, in their order, with nothing else of the file.

    codec: "opus" or "aac". rate: samples a second. durations: of each packet, in samples at `rate`. setup: what the
    decoder must know beforehand (OpusHead, or AudioSpecificConfig), written by us. delay: samples to skip at the start.
    """

    codec: str
    rate: int
    channels: int
    setup: bytes
    packets: tuple[bytes, ...]
    durations: tuple[int, ...]
    delay: int = 0

    @property
    def seconds(self) -> float:
        return sum(self.durations) / self.rate


def check_packet_count(count: int) -> None:
    """Raise UnreadableSound for a file that would take long to go through."""
    if count > MOST_PACKETS:
        raise UnreadableSound("more packets than five minutes have")
