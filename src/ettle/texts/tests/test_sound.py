"""A recording is rewritten packet for packet, without its metadata; what is broken or hostile is refused in words."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.kit.refusal import Refused
from ettle.texts.sound import aac, mp3, mp4, ogg, opus, wav, webm
from ettle.texts.sound.packets import SoundTrack, UnreadableSound
from ettle.texts.sound.sound_file import BROKEN, EMPTY, MAX_SIZE, NOT_SOUND, TOO_LARGE, TOO_LONG, rewrite_recording
from ettle.texts.tests.sound_samples import STORED_AS, read_sample

READERS: dict[str, Callable[[bytes], SoundTrack]] = {"webm": webm.read_webm, "m4a": mp4.read_mp4}


@pytest.mark.parametrize("name", STORED_AS)
def test_a_recording_is_stored_in_a_form_that_every_browser_plays(name: str) -> None:
    rewritten = rewrite_recording(read_sample(name))

    assert rewritten.ending == STORED_AS[name]
    assert rewritten.seconds == (3 if name == "chromium.webm" else 1)


@pytest.mark.parametrize("name", [name for name in STORED_AS if name != "chromium.webm"])
def test_names_and_places_in_a_file_are_not_stored(name: str) -> None:
    assert b"SECRET" in read_sample(name)

    content = rewrite_recording(read_sample(name)).content

    assert b"SECRET" not in content
    assert b"55.9" not in content


@pytest.mark.parametrize(
    "name", ["aac-fragmented.mp4", "aac.m4a", "chromium.webm", "opus.mp4", "opus.ogg", "opus.webm"]
)
def test_every_packet_of_the_sound_stays_as_it_was(name: str) -> None:
    ending = STORED_AS[name]
    reader = ogg.read_ogg if name.endswith("ogg") else READERS["webm" if name.endswith("webm") else "m4a"]

    written = READERS[ending](rewrite_recording(read_sample(name)).content)

    read = reader(read_sample(name))
    assert len(read.packets) > 40
    assert written == read


def test_the_three_containers_of_one_sound_give_the_same_file() -> None:
    rewritten = {rewrite_recording(read_sample(f"opus.{ending}")).content for ending in ("webm", "ogg", "mp4")}

    assert len(rewritten) == 1


def test_a_rewritten_recording_can_be_rewritten_without_a_change() -> None:
    for name in STORED_AS:
        once = rewrite_recording(read_sample(name)).content
        assert rewrite_recording(once).content == once


def test_samples_of_a_wav_and_frames_of_an_mp3_stay_as_they_were() -> None:
    frames, _seconds = mp3.rewrite_mp3(read_sample("tone.mp3"))
    samples, _seconds = wav.rewrite_wav(read_sample("tone.wav"))

    assert frames in read_sample("tone.mp3")
    assert samples[44:] in read_sample("tone.wav")


def test_tags_of_an_mp3_are_dropped_before_and_after_the_sound() -> None:
    frames, _seconds = mp3.rewrite_mp3(read_sample("tone.mp3"))
    tag = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + b"SECRET".ljust(256)

    tagged = tag + frames + b"TAG" + b"SECRET".ljust(125)

    assert rewrite_recording(tagged).content == frames


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as raised:
        rewrite_recording(content)
    return str(raised.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><script>alert(1)</script>", b"%PDF-1.7", b"\xff", b"\xff\xd8\xff\xe0JFIF", b"PK\3\4", b"MZ" * 50],
)
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    assert refusal(content) == str(NOT_SOUND)


def test_another_codec_and_a_film_are_refused() -> None:
    film = read_sample("aac.m4a").replace(b"soun", b"vide")
    vorbis = read_sample("opus.webm").replace(b"A_OPUS", b"A_VORB")

    assert {refusal(read_sample("flac.ogg")), refusal(film), refusal(vorbis)} == {str(NOT_SOUND)}


@pytest.mark.parametrize("name", ["aac-fragmented.mp4", "aac.m4a", "opus.mp4", "opus.ogg", "opus.webm"])
def test_a_recording_that_is_cut_off_is_refused(name: str) -> None:
    content = read_sample(name)

    for part in (0.2, 0.5, 0.9):
        assert refusal(content[: int(len(content) * part)]) == str(BROKEN)


def test_a_recording_without_sound_is_refused() -> None:
    head = opus.write_head(1, 0)
    silent = SoundTrack("opus", opus.RATE, 1, head, (), ())

    assert refusal(b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + bytes(4))
    assert refusal(webm.write_webm(silent)) in {str(BROKEN), str(EMPTY)}


def test_size_and_length_are_limited() -> None:
    packet = b"\x08\0"  # one frame of 20 ms
    track = opus.make_track(opus.write_head(1, 0), [packet] * (5 * 60 * 50 + 500))

    assert refusal(b"OggS" + bytes(MAX_SIZE)) == str(TOO_LARGE)
    assert refusal(webm.write_webm(track)) == str(TOO_LONG)


def test_five_minutes_are_rewritten_in_less_than_a_second() -> None:
    packet = b"\x08" + bytes(80)
    track = opus.make_track(opus.write_head(1, 312), [packet] * (5 * 60 * 50))
    content = webm.write_webm(track)

    begun = time.process_time()
    rewritten = rewrite_recording(content)

    assert time.process_time() - begun < 1
    assert rewritten.seconds == 300
    assert webm.read_webm(rewritten.content) == track


def test_a_table_that_names_billions_of_samples_is_refused_at_once() -> None:
    content = read_sample("aac.m4a")
    place = content.index(b"stsz") + 12
    huge = content[:place] + b"\xff\xff\xff\xff" + content[place + 4 :]

    begun = time.process_time()

    assert refusal(huge) == str(BROKEN)
    assert time.process_time() - begun < 0.2


@given(
    st.sampled_from(sorted(STORED_AS)), st.lists(st.tuples(st.integers(0, 8_000), st.binary(max_size=6)), max_size=6)
)
def test_a_damaged_recording_is_read_or_refused_and_nothing_else(name: str, changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(read_sample(name))
    for place, patch in changes:
        content[place % len(content) : place % len(content) + len(patch)] = patch

    with suppress(Refused):
        rewrite_recording(bytes(content))


@given(
    st.sampled_from([b"OggS", webm.MAGIC, b"RIFF\0\0\0\0WAVE", b"\0\0\0\x10ftypM4A ", b"ID3", b"\xff\xfb"]), st.binary()
)
def test_nothing_that_begins_like_a_recording_breaks_the_checks(head: bytes, tail: bytes) -> None:
    with suppress(Refused):
        rewrite_recording(head + tail)


@given(st.binary(min_size=1, max_size=8))
def test_an_opus_packet_is_at_most_120_ms_or_refused(packet: bytes) -> None:
    with suppress(UnreadableSound):
        assert 0 < opus.count_samples(packet) <= opus.MOST_SAMPLES


def test_the_setup_of_aac_is_written_by_us_without_what_follows_it() -> None:
    track = aac.make_track(b"\x12\x08SECRET", [b"packet"])

    assert (track.setup, track.rate, track.channels) == (b"\x12\x08", 44_100, 1)
