"""The key that signs heads: Ed25519, its private half sealed by the vault, so a stolen database cannot sign.

A public key counts as ours only when the vault opens its private half: a row slipped into the table proves nothing.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from accessctl import vault
from accessctl.keystore.models import SigningKey

USE = "journal-signing"


def current() -> Ed25519PrivateKey:
    """The newest key; the first is made when it is first asked for.  Raises KeysUnavailable."""
    row = SigningKey.objects.order_by("-version").first()
    if row is None:
        row, _created = SigningKey.objects.get_or_create(version=1, defaults={"sealed": _new()})
    return _opened(row)


def rotate() -> int:
    """Sign with a new key from now on; heads of the old ones stay valid.  Returns the new version."""
    newest = SigningKey.objects.order_by("-version").values_list("version", flat=True).first() or 0
    return SigningKey.objects.create(version=newest + 1, sealed=_new()).version


def public_keys() -> list[Ed25519PublicKey]:
    """Every key that heads were ever signed with, newest first.  Raises KeysUnavailable."""
    return [_opened(row).public_key() for row in SigningKey.objects.order_by("-version")]


def _new() -> str:
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    return vault.seal_for_deployment(USE, base64.b64encode(private).decode())


def _opened(row: SigningKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(vault.unseal_for_deployment(USE, row.sealed)))
