"""A picture looks the same after we have stored it, whatever program or device made it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat, PngImagePlugin

from ettle.kit.files.images import reencode_image
from ettle.kit.refusal import Refused

GREY = Image.linear_gradient("L").resize((96, 64))
COLOURS = Image.merge(
    "RGB", (GREY, GREY.transpose(Image.Transpose.FLIP_LEFT_RIGHT).rotate(180), ImageChops.invert(GREY))
)
SRGB, LAB = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def reread(content: bytes) -> Image.Image:
    return Image.open(reencode_image(content))


def difference(content: bytes, expected: Image.Image) -> float:
    """The largest mean difference of a channel, 0 to 255, between the stored picture and the expected one."""
    found = reread(content)
    assert found.mode in {"RGB", "RGBA"}
    return max(ImageStat.Stat(ImageChops.difference(found.convert("RGB"), expected.convert("RGB"))).mean)


def sixteen_bits(picture: Image.Image = GREY) -> Image.Image:
    return picture.convert("I").point(lambda value: value * 257 + 0).convert("I;16")


MODES: dict[str, tuple[Callable[[], Image.Image], Image.Image]] = {
    "1": (lambda: COLOURS.convert("1"), COLOURS.convert("1")),
    "L": (lambda: GREY, GREY),
    "LA": (lambda: GREY.convert("LA"), GREY),
    "P": (lambda: GREY.convert("P"), GREY),
    "RGB": (lambda: COLOURS, COLOURS),
    "RGBA": (lambda: COLOURS.convert("RGBA"), COLOURS),
    "CMYK": (lambda: COLOURS.convert("CMYK"), COLOURS),
    "YCbCr": (lambda: COLOURS.convert("YCbCr"), COLOURS),
    "LAB": (lambda: ImageCms.profileToProfile(COLOURS, SRGB, LAB, outputMode="LAB") or COLOURS, COLOURS),
    "I;16": (sixteen_bits, GREY),
    "I": (lambda: sixteen_bits().convert("I"), GREY),
}
WRITES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("1", "L", "RGB", "CMYK", "YCbCr"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I"),
    "WEBP": ("L", "RGB", "RGBA"),
    "GIF": ("1", "L", "P"),
    "BMP": ("1", "L", "P", "RGB"),
    "HEIF": ("L", "RGB", "RGBA", "I;16"),
    "AVIF": ("L", "RGB", "RGBA"),
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in WRITES.items() for mode in modes])
def test_a_picture_of_any_mode_and_depth_looks_the_same(kind: str, mode: str) -> None:
    make, expected = MODES[mode]

    # The blocks of JPEG blur the dots of a one-bit picture; every other difference is below what an eye sees.
    assert difference(written(make(), kind), expected) < (8 if mode == "1" else 4)


@pytest.mark.parametrize("mode", ["1", "P", "I;16", "LA", "CMYK"])
def test_a_large_picture_looks_the_same_when_it_is_made_smaller(mode: str) -> None:
    large = GREY.resize((1_920, 1_280))
    makers: dict[str, Callable[[], Image.Image]] = {"I;16": lambda: sixteen_bits(large)}
    make = makers.get(mode, lambda: large.convert(mode))
    found = reread(written(make(), "TIFF"))

    assert found.size == (1_600, 1_067)
    near = found.convert("RGB").resize((96, 64), Image.Resampling.BOX)
    assert max(ImageStat.Stat(ImageChops.difference(near, GREY.convert("RGB"))).mean) < 4


def wide_profile() -> bytes:
    """A profile whose colours are not those of sRGB: the same values in LAB's own space."""
    return ImageCms.ImageCmsProfile(LAB).tobytes()


def test_a_profile_is_applied_and_not_dropped() -> None:
    """Display P3 written by hand: its pure green is outside sRGB, so (59, 200, 60) becomes a stronger green."""
    content = written(Image.new("RGB", (32, 32), (59, 200, 60)), "PNG", icc_profile=p3_profile())

    red, green, blue = reread(content).convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # three channels

    assert red < 30
    assert 190 <= green <= 215
    assert blue < 59


def p3_profile() -> bytes:
    """Display P3 as an ICC profile of version 2: a matrix of its primaries and one gamma of 2.2."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65_536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    text = b"text\0\0\0\0P3\0\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(12 + 67 + 2)
    tags = {
        b"desc": description,
        b"cprt": text,
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, unpadded in tags.items():
        data = unpadded + bytes(-len(unpadded) % 4)
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    size = at + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("profile", [b"not a profile", b"", bytes(200), wide_profile()])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK"])
def test_a_broken_profile_or_that_of_other_colours_leaves_the_picture_as_it_is(profile: bytes, mode: str) -> None:
    picture = COLOURS.convert(mode)

    assert difference(written(picture, "TIFF", icc_profile=profile), picture) < 3


def test_a_png_that_says_how_bright_it_is_meant_is_shown_as_browsers_do() -> None:
    content = written(Image.new("RGB", (8, 8), (128, 128, 128)), "PNG")
    chunk = b"gAMA" + struct.pack(">I", 100_000)
    at = content.index(b"IDAT") - 4
    linear = content[:at] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + content[at:]

    assert reread(linear).convert("RGB").getpixel((1, 1)) == pytest.approx((186, 186, 186), abs=2)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_that_was_taken_on_its_side_is_shown_upright(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    content = written(COLOURS, "PNG", exif=exif)
    upright = {
        1: COLOURS,
        2: COLOURS.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: COLOURS.transpose(Image.Transpose.ROTATE_180),
        4: COLOURS.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: COLOURS.transpose(Image.Transpose.TRANSPOSE),
        6: COLOURS.transpose(Image.Transpose.ROTATE_270),
        7: COLOURS.transpose(Image.Transpose.TRANSVERSE),
        8: COLOURS.transpose(Image.Transpose.ROTATE_90),
    }[turn]

    assert reread(content).size == upright.size
    assert difference(content, upright) < 1


@pytest.mark.parametrize("mode", ["LA", "PA", "RGBA", "RGB with a clear colour", "P with a clear colour"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    half = Image.new("RGBA", (40, 40), (200, 30, 30, 255))
    half.paste((0, 0, 0, 0), (0, 0, 20, 40))
    if mode == "RGB with a clear colour":
        content = written(half.convert("RGB"), "PNG", transparency=(0, 0, 0))
    elif mode == "P with a clear colour":
        content = written(half, "GIF")
    else:
        content = written(half.convert(mode), "TIFF" if mode == "PA" else "PNG")

    found = reread(content)

    alpha = found.convert("RGBA").getchannel("A")
    assert (alpha.getpixel((5, 5)), alpha.getpixel((30, 5))) == (0, 255)


def frames() -> list[Image.Image]:
    return [Image.new("RGB", (40, 40), colour) for colour in ("green", "red", "blue")]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_picture_that_moves_the_first_frame_is_kept_and_that_is_known(kind: str) -> None:
    first, *others = frames()
    content = written(first, kind, save_all=True, append_images=others)

    stored = reencode_image(content)

    assert stored.is_first_frame
    red, green, blue = Image.open(stored).convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # three channels
    assert green > 100 > max(red, blue)
    assert not reencode_image(written(first, kind)).is_first_frame


def test_a_depth_that_cannot_be_shown_is_refused_in_words() -> None:
    for picture in (GREY.convert("F"), Image.new("I", (9, 9), 3_000_000)):
        with pytest.raises(Refused, match="Save it as a JPEG or PNG"):
            reencode_image(written(picture, "TIFF"))


def test_a_heic_that_does_not_open_is_named_with_the_way_to_a_jpeg() -> None:
    whole = written(COLOURS, "HEIF")

    with pytest.raises(Refused, match=r"HEIC picture\. On an iPhone, choose Settings"):
        reencode_image(whole[:200])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_picture_is_refused_or_read_but_never_an_error(kind: str, share: float) -> None:
    content = written(COLOURS.resize((400, 300)), kind)
    with suppress(Refused):
        reencode_image(content[: int(len(content) * share)])


@given(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"]), st.integers(0, 2_000), st.binary(max_size=8))
def test_changed_bytes_never_make_an_error(kind: str, at: int, new: bytes) -> None:
    content = written(COLOURS, kind)
    with suppress(Refused):
        reencode_image(content[:at] + new + content[at + len(new) :])


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    for kind in ("PNG", "GIF"):
        with pytest.raises(Refused, match="too large"):
            reencode_image(written(Image.new("1" if kind == "PNG" else "L", (12_000, 9_000)), kind))


def test_text_hidden_in_a_picture_is_not_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET PLACE")

    assert b"SECRET" not in reencode_image(written(COLOURS, "PNG", pnginfo=notes)).read()
