"""Files that only their receiver can open: the age format, version 1, for one X25519 key.

age is small, specified, authenticated, and has programs for every system that a partner may have: they make a key with
`age-keygen`, tell us the public half by another way than the file takes, and open what we send with `age -d -i`.
Specification: C2SP, age-encryption.org/v1.  Nothing is opened here: we have no receiver's private key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_lazy as _

from registry.lib.errors import Invalid

PREFIX: Final = "age"
CHUNK: Final = 64 * 1024
FILE_KEY, KEY = 16, 32
_VERSION: Final = b"age-encryption.org/v1"
_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM: Final = 6


class BadKey(Invalid):
    code = "bad_receiver_key"
    template = _("This is no key of a receiver. It begins with “age1” and has 62 letters and digits; copy it whole.")


def sealed_to(key: str, content: bytes) -> bytes:
    """The content as a file for whoever holds the private half of this key.  Raises BadKey."""
    receiver, file_key = public_key(key), os.urandom(FILE_KEY)
    header = _VERSION + b"\n" + _stanza(receiver, file_key) + b"---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, hashlib.sha256)
    nonce = os.urandom(16)
    return header + b" " + _text(mac) + b"\n" + nonce + _stream(_derived(file_key, nonce, b"payload"), content)


def _stanza(receiver: bytes, file_key: bytes) -> bytes:
    """The file key, wrapped for the receiver."""
    once = X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    secret = once.exchange(X25519PublicKey.from_public_bytes(receiver))
    wrapping = _derived(secret, share + receiver, _VERSION + b"/X25519")
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + _text(share) + b"\n" + _text(wrapped) + b"\n"


def _stream(key: bytes, content: bytes) -> bytes:
    """Chunks of 64 KiB, numbered, the last one marked: none can be left out, moved or cut off unnoticed."""
    cipher, last = ChaCha20Poly1305(key), max(0, (len(content) - 1) // CHUNK)
    return b"".join(
        cipher.encrypt(
            number.to_bytes(11, "big") + bytes([number == last]), content[number * CHUNK : (number + 1) * CHUNK], None
        )
        for number in range(last + 1)
    )


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=salt, info=info).derive(secret)


def _text(found: bytes) -> bytes:
    return base64.b64encode(found).rstrip(b"=")


def public_key(text: str) -> bytes:
    """The 32 bytes of a key written as age writes it (Bech32, BIP 173), to which can be sealed.  Raises BadKey."""
    written = text.strip()
    if written not in (written.lower(), written.upper()):
        raise BadKey()
    prefix, _one, letters = written.lower().rpartition("1")
    values = [_LETTERS.find(letter) for letter in letters]
    if prefix != PREFIX or -1 in values or _remainder(prefix, values) != 1:
        raise BadKey()
    bits = "".join(f"{value:05b}" for value in values[:-_CHECKSUM])
    whole, rest = bits[: KEY * 8], bits[KEY * 8 :]
    if len(whole) != KEY * 8 or len(rest) > 4 or "1" in rest:
        raise BadKey()
    found = int(whole, 2).to_bytes(KEY, "big")
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(found))
    except ValueError as error:  # a point of small order, which keeps nothing secret
        raise BadKey() from error
    return found


def _remainder(prefix: str, values: list[int]) -> int:
    found = 1
    for value in [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix), *values]:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            found ^= factor if top >> place & 1 else 0
    return found
