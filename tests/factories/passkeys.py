"""A passkey as a browser would have registered it, for pages that only show it or ask for it."""

from __future__ import annotations

import os
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accessctl.models import Account

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def passkey(account: Account, name: str = "My telephone", *, host: str = "localhost") -> Authenticator:
    """Registered for that account; nobody holds its private key any more."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key_id = os.urandom(32)
    credential = AttestedCredentialData.create(bytes(16), key_id, ES256.from_cryptography_key(public))
    held = AuthenticatorData.create(sha256(host.encode()), FLAGS, 0, credential)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, os.urandom(32), f"https://{host}")
    registered: dict[str, Any] = {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", held, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    instance: Authenticator = WebAuthn.add(account, name, registered).instance
    return instance
