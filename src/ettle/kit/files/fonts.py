"""The fonts of PDF files: those that typst brings, and those that the operator has installed for other scripts.

typst brings Latin, Greek, Cyrillic and Hebrew. No well-maintained package on PyPI has the rest; Debian's Noto packages
do (docs/how-to/deploy.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

# A name or a few words in each script that we promise to print.
SAMPLES = {
    "Latin": "Siân Ọlá Nguyễn",
    "Greek": "Ελένη",
    "Cyrillic": "Олена",
    "Hebrew": "שלום",
    "Arabic and Urdu": "عبدالرحمٰن نے کہا ٹھیک ہے",
    "Punjabi (Gurmukhi)": "ਹਰਪ੍ਰੀਤ ਕੌਰ",
    "Hindi and Nepali (Devanagari)": "सविता क्षेत्री",
    "Bengali": "সুমাইয়া খাতুন",
    "Gujarati": "ગીતા પટેલ",
    "Tamil": "கவிதா முருகன்",
    "Malayalam": "ലക്ഷ്മി",
    "Sinhala": "කුමාරි",
    "Chinese": "王小明 臺灣",
    "Japanese": "山田さくら カナ",
    "Korean": "김민수",
    "Amharic and Tigrinya (Ethiopic)": "አበበ ቢቂላ",
    "Thai": "สมชาย ใจดี",
    "Emoji": "🙂👩🏽‍⚕️❤️🇬🇧",
}


def installed_fonts() -> Any:
    """Return typst's own fonts and those in the operator's folder. The folder is read once in each process (0.2 s)."""
    return _read_fonts(settings.FONTS_DIR)


def find_unprintable_scripts() -> list[str]:
    """Return the names of the scripts that a PDF file cannot have on this machine."""
    return list(_try_scripts(settings.FONTS_DIR))


@cache
def _read_fonts(folder: Path) -> Any:
    # Loading it takes a few tens of milliseconds, which only people who print pay for.
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)] if folder.is_dir() else [])


@cache
def _try_scripts(folder: Path) -> tuple[str, ...]:
    return tuple(name for name, sample in SAMPLES.items() if not _has_glyphs(sample, folder))


def _has_glyphs(sample: str, folder: Path) -> bool:
    """PDF/UA forbids a character without a glyph, so typst refuses to make such a file."""
    import typst  # noqa: PLC0415

    source = f'#set document(title: "x")\n{sample}'.encode()
    try:
        typst.compile(source, pdf_standards="ua-1", ignore_system_fonts=True, font_paths=_read_fonts(folder))
    except typst.TypstError:
        return False
    return True
