"""The answers of one open 360, all sheets in one sealed text: the only thing that an observer's request writes.

On the disk there is one opaque text for each 360. It has no rows to put in an order, no keys to compare and no number
to count, and every change writes all of it again, so that nothing shows whose sheet was changed. It is encrypted with a
key made of the site's secret key, which is not in the data folder, and the 360's own secret, which is wiped on closing:
after that the operator cannot open an old copy of the pool alone either. Its length grows in steps that double.
Why it is so: docs/decisions/0018-anonymous-by-construction.md.
"""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ettle.feedback.models import AnswerPool, Feedback
from ettle.kit.refusal import Refused

PURPOSE = "ettle.feedback.pool"
NONCE_BYTES, LENGTH_BYTES = 12, 4
SMALLEST_BYTES = 16 * 1024
UNREADABLE = _(
    "The answers of this 360 cannot be opened: the site’s secret key is another one than when they "
    "were given. Please ask the people who run this site to put the earlier key back."
)


class AnswersUnreadable(Refused):
    """The site's secret key is not the one that the answers were sealed with."""


@dataclass(frozen=True)
class AnswerSheet:
    """What an observer answered, and nothing of who they are.

    answers: line -> "1" to "5" or "not-seen". examples: line -> words. agreed, helped: said in the Easy Read form, by
    those who wish; None when not said.
    """

    group: str
    answers: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    value: str = ""
    change: str = ""
    agreed: bool | None = None
    helped: bool | None = None
    is_sent: bool = False


@dataclass(frozen=True)
class PoolContent:
    """What is sealed.

    sheets: the key that a link leads to -> its sheet. silent: the keys of people who want no more email.
    """

    sheets: dict[str, AnswerSheet] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    def sent(self) -> list[AnswerSheet]:
        return [sheet for sheet in self.sheets.values() if sheet.is_sent]

    def with_sheet(self, key: str, sheet: AnswerSheet) -> PoolContent:
        return replace(self, sheets={**self.sheets, key: sheet})

    def without_sheets(self, keys: Iterable[str]) -> PoolContent:
        left_out = set(keys)
        return replace(self, sheets={key: sheet for key, sheet in self.sheets.items() if key not in left_out})

    def with_silent(self, key: str) -> PoolContent:
        return replace(self, silent=self.silent | {key})


def create_pool(feedback: Feedback) -> None:
    """Write the empty pool of a new 360."""
    AnswerPool.objects.create(feedback=feedback, sealed=_seal(feedback, PoolContent()))


def read_pool(feedback: Feedback) -> PoolContent:
    """Return what is in the pool; nothing when the 360 is closed. Raises AnswersUnreadable."""
    row = AnswerPool.objects.filter(feedback=feedback).first()
    return unseal(feedback, row) if row else PoolContent()


def wants_email(feedback: Feedback, key: str) -> bool:
    """Whether the person with this key has neither declined nor asked for no more email."""
    return key not in read_pool(feedback).silent


def lock_pool(feedback: Feedback) -> PoolContent | None:
    """Return what is in the pool, locked until the transaction ends; None when the 360 is closed."""
    row = AnswerPool.objects.select_for_update().filter(feedback=feedback).first()
    return unseal(feedback, row) if row else None


def write_pool(feedback: Feedback, content: PoolContent) -> None:
    """Seal all of it again, sheets in a random order. The caller has locked the pool."""
    AnswerPool.objects.filter(feedback=feedback).update(sealed=_seal(feedback, content))


def delete_pool(feedback: Feedback) -> None:
    AnswerPool.objects.filter(feedback=feedback).delete()


def _seal(feedback: Feedback, content: PoolContent) -> bytes:
    sheets = [(key, vars(sheet)) for key, sheet in content.sheets.items()]
    random.SystemRandom().shuffle(sheets)
    text = json.dumps({"sheets": dict(sheets), "silent": sorted(content.silent)}, separators=(",", ":")).encode()
    size = SMALLEST_BYTES
    while size < LENGTH_BYTES + len(text):
        size *= 2
    padded = (len(text).to_bytes(LENGTH_BYTES) + text).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_pool_key(feedback)).encrypt(nonce, padded, feedback.uuid.bytes)


def unseal(feedback: Feedback, pool: AnswerPool) -> PoolContent:
    """Return what a row has. Raises AnswersUnreadable."""
    sealed = bytes(pool.sealed)
    nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        padded = AESGCM(_pool_key(feedback)).decrypt(nonce, text, feedback.uuid.bytes)
    except InvalidTag:
        raise AnswersUnreadable(UNREADABLE) from None
    length = int.from_bytes(padded[:LENGTH_BYTES])
    content = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
    return PoolContent(
        {key: AnswerSheet(**sheet) for key, sheet in content["sheets"].items()}, frozenset(content["silent"])
    )


def _pool_key(feedback: Feedback) -> bytes:
    return salted_hmac(PURPOSE, bytes(feedback.secret), algorithm="sha256").digest()
