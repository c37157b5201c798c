"""Envelopes between registries: ours to theirs with what comes back, and theirs to us with the link they are of."""

from __future__ import annotations

import http.client
import json
import threading
import time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accessctl import vault
from accessctl.models import Peer, PeerState
from accessctl.peers import envelopes
from accessctl.systems.sending import Private, connection_to, cut_off, left, parts_of
from registry.lib.errors import Forbidden, RegistryError

ENVELOPES, TABLES = "/api/peers/v1/envelopes", "/api/peers/v1/tables"
SECONDS, TABLE_SECONDS = 10.0, 120.0


class Unreached(Exception):
    """The other registry does not answer, or not as agreed."""


class KeyReplaced(Forbidden):
    """An envelope between keys of which one was replaced."""

    code = "peer_key_replaced"
    template = _(
        "One of the two keys was replaced. Have the registries’ people compare fingerprints by another way, and enter "
        "the key that holds now."
    )


class KeyUnknown(Forbidden):
    code = "peer_key_unknown"
    template = _("No link of this registry is between these two keys.")


class NoEnvelope(RegistryError):
    code, status = "peer_no_envelope", 400
    template = _("This is no envelope between registries. It is as long as each, and says so in its first byte.")


_REFUSALS: dict[str, type[Forbidden]] = {one.code: one for one in (KeyReplaced, KeyUnknown)}


# --- ours to theirs ---------------------------------------------------------------------------------------------------
def send(peer: Peer, content: bytes) -> bytes:
    """What they answer to an envelope with this content.  Raises Unreached, KeyReplaced, KeyUnknown."""
    answer, _more = _exchange(peer, ENVELOPES, content, envelopes.SIZE)
    return answer


def fetch_table(peer: Peer, content: bytes, *, most: int) -> tuple[UUID, bytes]:
    """Their table, of so many bytes at most, with its version.  Raises Unreached, KeyReplaced, KeyUnknown."""
    answer, entries = _exchange(peer, TABLES, content, envelopes.SIZE + most, seconds=TABLE_SECONDS)
    if answer[17:49] != envelopes.digest(entries):
        raise Unreached()
    return UUID(bytes=answer[1:17]), entries


def _exchange(
    peer: Peer, path: str, content: bytes, most: int, *, seconds: float = SECONDS
) -> tuple[bytes, bytes]:  # fmt: skip
    private = vault.unseal_for_deployment(vault.PEER_KEY, peer.own_secret)
    asked = envelopes.seal(content, private=private, public=peer.own_key, to=peer.key)
    body = _post(peer.address.rstrip("/") + path, asked, most, seconds)
    try:
        about = envelopes.digest(asked)
        opened = envelopes.unseal(body[: envelopes.SIZE], private=private, sender=peer.key, about=about)
    except envelopes.Unopened:
        raise Unreached from None
    return opened, body[envelopes.SIZE :]


def _post(url: str, body: bytes, most: int, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    try:
        parts = parts_of(url)
        connection = connection_to(parts, until)
        cut = threading.Timer(left(until), cut_off, [connection])
        cut.daemon = True
        cut.start()
        try:
            headers = {"Content-Type": "application/octet-stream", "User-Agent": "missing-migrant-registry"}
            connection.request("POST", parts.path, body, headers)
            response = connection.getresponse()
            found, status = response.read(most + 1), response.status
        finally:
            cut.cancel()
            connection.close()
    except (Private, OSError, ValueError, http.client.HTTPException):
        raise Unreached from None
    if status == http.client.FORBIDDEN:
        raise _refusal(found)
    if status != http.client.OK or len(found) > most:
        raise Unreached
    return found


def _refusal(body: bytes) -> Exception:
    """Which key they no longer, or do not, know; anything else was not said by such a registry."""
    try:
        return _REFUSALS[json.loads(body)["code"]]()
    except (ValueError, KeyError, TypeError, RecursionError):
        return Unreached()


# --- theirs to us -----------------------------------------------------------------------------------------------------
def opened(envelope: bytes) -> tuple[Peer, bytes]:
    """The link that an envelope is of, and what it holds.  Raises NoEnvelope, KeyReplaced, KeyUnknown."""
    try:
        marks = envelopes.marks(envelope)
    except envelopes.Unopened:
        raise NoEnvelope() from None
    peer = _between(marks)
    try:
        private = vault.unseal_for_deployment(vault.PEER_KEY, peer.own_secret)
        return peer, envelopes.unseal(envelope, private=private, sender=peer.key)
    except envelopes.Unopened:
        raise NoEnvelope() from None


def sealed_answer(peer: Peer, content: bytes, *, about: bytes) -> bytes:
    """The envelope that answers another."""
    private = vault.unseal_for_deployment(vault.PEER_KEY, peer.own_secret)
    return envelopes.seal(
        content, private=private, public=peer.own_key, to=peer.key, about=envelopes.digest(about)
    )  # fmt: skip


def _between(marks: envelopes.Marks) -> Peer:
    standing = (PeerState.LIVE, PeerState.SUSPENDED)
    for peer in Peer.objects.filter(state__in=standing).select_related("organisation"):
        ours, theirs = (_marks(peer.own_key, peer.own_earlier), _marks(peer.key, peer.earlier))
        if marks.receiver in ours and marks.sender in theirs:
            if marks.receiver == ours[0] and marks.sender == theirs[0]:
                return peer
            raise KeyReplaced()
    raise KeyUnknown()


def _marks(key: str, earlier: list[str]) -> list[bytes]:
    return [envelopes.mark(one) for one in (key, *earlier)]
