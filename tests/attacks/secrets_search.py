"""Looks for secrets in the bytes of a disk, in every form in which a program could have written them down."""

import base64
from collections.abc import Iterable, Iterator

import numpy as np

SHORTEST = 8
"""Bytes. A shorter form of a secret would turn up by chance."""


def found(raw: bytes, hidden: Iterable[bytes]) -> set[bytes]:
    """Those of `hidden` that lie in `raw` in at least one of their `forms`."""
    secret_of = {form: secret for secret in hidden for form in forms(secret)}
    by_head: dict[int, list[bytes]] = {}
    for form in secret_of:
        by_head.setdefault(int.from_bytes(form[:SHORTEST], "little"), []).append(form)
    heads = np.array(sorted(by_head), dtype=np.uint64)
    raw, there = raw + bytes(2 * SHORTEST), set()
    for shift in range(SHORTEST):
        words = np.frombuffer(raw, dtype="<u8", offset=shift, count=(len(raw) - shift) // SHORTEST)
        nearest = heads[np.searchsorted(heads, words).clip(max=len(heads) - 1)]
        for word in np.flatnonzero(nearest == words):
            at = shift + SHORTEST * int(word)
            there |= {secret_of[form] for form in by_head[int(words[word])] if raw.startswith(form, at)}
    return there


def forms(secret: bytes) -> Iterator[bytes]:
    """`secret` as it is, in base 16, 64 and 10, and as text of two bytes a character."""
    texts = [secret.hex(), secret.hex().upper(), *_decimals(secret), *_base64(secret)]
    if secret.isascii():
        plain = secret.decode()
        texts += [plain.lower(), plain.replace("-", ""), plain.replace("-", " ")]
    yield secret
    for text in dict.fromkeys(texts):
        yield text.encode()
        yield text.encode("utf-16-le")


def _decimals(secret: bytes) -> list[str]:
    whole = [str(int.from_bytes(secret, order)) for order in ("big", "little")]
    return [*whole, ", ".join(map(str, secret)), ",".join(map(str, secret))]


def _base64(secret: bytes) -> Iterator[str]:
    """The part of base 64 that is the same whatever stands before and behind, for each of three alignments."""
    for before in range(3):
        padded = bytes(before) + secret
        whole = padded[: len(padded) // 3 * 3]
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(whole)[4 if before else 0 :].decode()
