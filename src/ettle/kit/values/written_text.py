"""What people write: one way to store it, to count its characters and to count its words.

`texts/js/written-text.js` does the same in the browser; a test runs both on the same texts and on every character.

A word is what stands between spaces, line ends, long dashes or bullets, and has a letter or a digit in it. A hyphen, an
apostrophe, a slash and a full stop are part of a word: ‘well-being’, ‘don’t’, ‘and/or’ and ‘9.30’ are one each,
‘asked—well’ is two. Chinese and Japanese count each character, as word processors do. Thai, Lao, Burmese and Khmer are
written without spaces between words: every four letters count as a word.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS_A_WORD = 4  # of a script without spaces between words

_REMOVED = re.compile("[\x00\x7f\ufeff\ud800-\udfff]")
# Word's line break is U+000B and its page break U+000C; U+2028 and U+2029 come from design programs.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Word ends the cell of a table with U+0007.
_SPACES = re.compile("[\x01-\x08\x0e-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_SEPARATORS = " \t\n\u1361\u200b\u2012-\u2015\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25e6\u2e3a\u2e3b\uf0a7\uf0b7"
_SINGLE_CHARACTERS = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff6f\uff71-\uff9d\U00020000-\U000323af"
)
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED_LETTERS = re.compile(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec4\u1000-\u102a\u103f\u1050-\u1055"
    "\u1780-\u17b3]"
)
_WORD = re.compile(f"[{_SINGLE_CHARACTERS}]|([{_UNSPACED}]+)|([^{_SEPARATORS}{_SINGLE_CHARACTERS}{_UNSPACED}]+)")
# Signs, and marks that only change the character before them.
_NO_WORD = re.compile(
    "[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\xa1-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u02c2-\u02df\u0300-\u036f"
    "\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1362-\u1368\u200c-\u206f\u20a0-\u20ff\u2190-\u2bff\u2e00-\u2e7f"
    "\u3001-\u3004\u3008-\u3020\u3030-\u303f\u3099-\u309c\u30a0\u30fb\u30fc\ue000-\uf8ff\ufe00-\ufe6f\uff01-\uff0f"
    "\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uff70\uff9e\uff9f\ufff9-\uffff\U0001f000-\U0001faff\U000e0000-\U000e01ef]+"
)


def remove_unstorable(text: str) -> str:
    """Return the text without the characters that no database or no page can hold."""
    return _REMOVED.sub("", text)


def normalise_text(text: str) -> str:
    """Return the text as it is stored: one kind of line end, ordinary spaces, composed characters (NFC).

    A separator that an office program brings becomes a space or a line end, so that words stay apart. Characters that
    no database can store are removed.
    """
    text = _LINE_ENDS.sub("\n", remove_unstorable(text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text))


def normalise_line(text: str) -> str:
    """Return a name, a title or an answer of one line as it is stored: without line ends, tabs and repeated spaces."""
    return " ".join(normalise_text(text).split())


def count_characters(text: str) -> int:
    """Count the code points of the normalised text. A line end is one."""
    return len(normalise_text(text))


def count_words(text: str) -> int:
    """Count words by the rule of this module."""
    return sum(_count_match(*groups) for groups in _WORD.findall(normalise_text(text)))


def _count_match(unspaced: str, other: str) -> int:
    """Count the words of one match. Both groups are empty for a character that is a word by itself."""
    if unspaced:
        return max(1, -(-len(_UNSPACED_LETTERS.findall(unspaced)) // LETTERS_A_WORD))
    if not other or (other[0].isascii() and other[0].isalnum()):  # most words, without looking for signs
        return 1
    return 0 if _NO_WORD.fullmatch(other) else 1
