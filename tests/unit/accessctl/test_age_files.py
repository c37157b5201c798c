"""Files for one receiver: opened here by the specification, with the private half that the registry never has."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accessctl import age_files
from accessctl.age_files import CHUNK, BadKey, public_key, sealed_to

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# A key as `age-keygen` printed it in the documentation of age.
KNOWN = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

# Points of small order: an exchange with them is known to everybody (RFC 7748, section 6.1).
SMALL = (
    "00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
)  # fmt: skip


def written(public: bytes) -> str:
    """A public key as age writes it; the checksum is found by the reader's own test of it."""
    bits = "".join(f"{byte:08b}" for byte in public) + "0" * 4
    values = [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]
    rest = age_files._remainder("age", [*values, *[0] * 6]) ^ 1
    return "age1" + "".join(
        LETTERS[value] for value in [*values, *(rest >> 5 * (5 - place) & 31 for place in range(6))]
    )


def derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def raw(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def opened(private: X25519PrivateKey, found: bytes) -> bytes:
    """What the receiver reads.  Raises InvalidTag, AssertionError."""
    version, stanza, body, rest = found.split(b"\n", 3)
    last, payload = rest.split(b"\n", 1)
    assert (version, stanza[:10], last[:4]) == (b"age-encryption.org/v1", b"-> X25519 ", b"--- ")
    share, public = raw(stanza[10:]), private.public_key().public_bytes_raw()
    secret = private.exchange(X25519PublicKey.from_public_bytes(share))
    wrapping = derived(secret, share + public, b"age-encryption.org/v1/X25519")
    file_key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), raw(body), None)
    header = b"\n".join((version, stanza, body, b"---"))
    assert hmac.compare_digest(hmac.digest(derived(file_key, b"", b"header"), header, hashlib.sha256), raw(last[4:]))
    cipher, text, number = ChaCha20Poly1305(derived(file_key, payload[:16], b"payload")), b"", 0
    chunks = payload[16:]
    while chunks:
        chunk, chunks = chunks[: CHUNK + 16], chunks[CHUNK + 16 :]
        text += cipher.decrypt(number.to_bytes(11, "big") + bytes([not chunks]), chunk, None)
        number += 1
    return text


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_the_receiver_reads_what_was_sealed_and_nobody_else(size: int) -> None:
    private, content = X25519PrivateKey.generate(), bytes(range(256)) * (size // 256 + 1)
    found = sealed_to(written(private.public_key().public_bytes_raw()), content[:size])
    assert opened(private, found) == content[:size]
    assert size < 16 or content[:16] not in found
    with pytest.raises(InvalidTag):
        opened(X25519PrivateKey.generate(), found)
    with pytest.raises((InvalidTag, AssertionError)):
        opened(private, found[:-1])


def test_a_key_is_read_as_age_writes_it_and_a_wrong_letter_is_seen() -> None:
    assert written(public_key(KNOWN)) == KNOWN
    assert public_key(KNOWN.upper()) == public_key(KNOWN)
    wrong = [KNOWN[:-1], KNOWN[:-1] + "q", KNOWN.replace("z", "2", 1), "age1", "", "ssh-ed25519 AAAA", KNOWN[:9] + "Q"]
    for text in wrong:
        with pytest.raises(BadKey):
            public_key(text)
    for point in SMALL:
        with pytest.raises(BadKey):
            public_key(written(bytes.fromhex(point)))
