"""Links to other registries: entered by one person, confirmed by a second, joined by organisations, ended by anybody.

Keys are told by another way than the network: the page shows ours, the other registry's people show theirs, and the
second person types in the fingerprint that they were read by telephone or handed on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal, outward, vault
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Account, Organisation, Peer, PeerMember, PeerState
from accessctl.peers import envelopes
from accessctl.policies import ANSWERABLE
from accessctl.signin import stepup
from accessctl.systems.sending import parts_of
from registry.lib.errors import Conflict, Forbidden, Invalid

LONGEST = timedelta(days=730)
ASKED_FOR = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)


class BadTerms(Invalid):
    code = "peer_bad_terms"


class OtherPerson(Conflict):
    code = "peer_other_person"
    template = _("Somebody else of your organisation has to confirm it: two people compare the fingerprints.")


class NotTheFingerprint(Invalid):
    code = "peer_not_the_fingerprint"
    template = _("This is not the fingerprint of the key that was entered. Compare it again, by another way.")


class NoKeyYet(Invalid):
    code = "peer_no_key_yet"
    template = _("The other registry’s key is not entered yet. Enter it first.")


class NotNow(Conflict):
    code = "peer_not_now"
    template = _("The link stands differently now: %(state)s. Load the page again.")


@dataclass(frozen=True, kw_only=True)
class PeerTerms:
    """What is agreed with another registry.  key: the public half that its people told, "" until they have.

    records_at_most: how many it may hold, by its table: who invents people to be asked about needs many.
    """

    organisation: Organisation
    address: str
    purposes: tuple[Purpose, ...]
    valid_until: datetime
    key: str = ""
    questions_a_day: int = 20
    records_at_most: int = 5000


@transaction.atomic
def propose(actor: Actor, terms: PeerTerms) -> Peer:
    """Enter a registry; nothing is asked or answered until a second person confirms it.

    Raises Forbidden, BadTerms, ProofNeeded.
    """
    organisation = _answering(actor)
    _check(organisation, terms)
    stepup.demand(actor)
    secret, public = envelopes.fresh()
    assert actor.account is not None
    peer = Peer.objects.create(
        organisation=terms.organisation, address=terms.address, key=terms.key, purposes=sorted(set(terms.purposes)),
        valid_until=terms.valid_until, questions_a_day=terms.questions_a_day,
        records_at_most=terms.records_at_most, own_key=public,
        own_secret=vault.seal_for_deployment(vault.PEER_KEY, secret), proposed_for=organisation,
        proposed_by=actor.account,
    )  # fmt: skip
    journal.record(actor, "peer.proposed", peer.ref)
    return peer


@transaction.atomic
def confirm(actor: Actor, *, ref: str, fingerprint: str) -> Peer:
    """Put a link in force: the second person compared the fingerprint.

    Raises NotFound, Forbidden, OtherPerson, NotTheFingerprint, NotNow, ProofNeeded.
    """
    peer = _kept(actor, ref)
    _ensure(peer, PeerState.PROPOSED)
    if not peer.key:
        raise NoKeyYet(fields={"fingerprint": [str(NoKeyYet.template)]})
    assert actor.account is not None
    if actor.account.pk == peer.proposed_by_id:
        raise OtherPerson()
    _compare(peer, fingerprint)
    stepup.demand(actor)
    peer.state, peer.confirmed_by, peer.confirmed_at = PeerState.LIVE, actor.account, timezone.now()
    peer.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _take_part(peer, peer.proposed_for, peer.proposed_by)
    journal.record(actor, "peer.confirmed", peer.ref)
    return peer


@transaction.atomic
def join(actor: Actor, *, ref: str, fingerprint: str) -> Peer:
    """Let the records of the own organisation take part: its people compared the fingerprint themselves.

    With each new key of the other registry they do so again: who entered the link cannot lead others elsewhere.
    Raises NotFound, Forbidden, NotTheFingerprint, NotNow, ProofNeeded.
    """
    peer = _held(actor, ref)
    _ensure(peer, PeerState.LIVE, PeerState.SUSPENDED)
    _compare(peer, fingerprint)
    stepup.demand(actor)
    assert actor.account is not None
    if _take_part(peer, _answering(actor), actor.account):
        journal.record(actor, "peer.joined", peer.ref)
    return peer


@transaction.atomic
def leave(actor: Actor, *, ref: str) -> Peer:
    """Take the own organisation's records out, from this moment.  Raises NotFound, Forbidden."""
    peer = _held(actor, ref)
    if PeerMember.objects.filter(peer=peer, organisation=actor.organisation, left_at=None).update(
        left_at=timezone.now()
    ):
        journal.record(actor, "peer.left", peer.ref)
    return peer


@transaction.atomic
def suspend(actor: Actor, *, ref: str) -> Peer:
    """Ask and answer nothing for now.  Takes no fresh proof: it must not wait.  Raises NotFound, Forbidden, NotNow."""
    return _turn(actor, ref, PeerState.SUSPENDED, "peer.suspended", PeerState.LIVE)


@transaction.atomic
def resume(actor: Actor, *, ref: str) -> Peer:
    """Go on.  Raises NotFound, Forbidden, NotNow, ProofNeeded."""
    stepup.demand(actor)
    return _turn(actor, ref, PeerState.LIVE, "peer.resumed", PeerState.SUSPENDED)


@transaction.atomic
def end(actor: Actor, *, ref: str) -> Peer:
    """End a link for good; its tables, with their keys, go by the clock.  Raises NotFound, Forbidden, NotNow."""
    return _turn(
        actor, ref, PeerState.ENDED, "peer.ended", PeerState.PROPOSED, PeerState.LIVE, PeerState.SUSPENDED
    )  # fmt: skip


@transaction.atomic
def replace_own_key(actor: Actor, *, ref: str) -> Peer:
    """Another key of ours; with the old one nothing is asked or answered any more, and who uses it is told so.

    Raises NotFound, Forbidden, NotNow, ProofNeeded.
    """
    peer = _kept(actor, ref)
    _ensure(peer, PeerState.LIVE, PeerState.SUSPENDED)
    stepup.demand(actor)
    secret, public = envelopes.fresh()
    peer.own_earlier = [*peer.own_earlier, peer.own_key]
    peer.own_key, peer.own_secret = public, vault.seal_for_deployment(vault.PEER_KEY, secret)
    peer.save(update_fields=["own_key", "own_secret", "own_earlier"])
    journal.record(actor, "peer.own_key_replaced", peer.ref)
    return peer


@transaction.atomic
def replace_their_key(actor: Actor, *, ref: str, key: str) -> Peer:
    """Enter the key that the other registry has now; the link waits until a second person compared its fingerprint.

    Raises NotFound, Forbidden, NotNow, BadTerms, ProofNeeded.
    """
    peer = _kept(actor, ref)
    _ensure(peer, PeerState.PROPOSED, PeerState.LIVE, PeerState.SUSPENDED)
    _check_key(key)
    stepup.demand(actor)
    assert actor.account is not None
    if key != peer.key:
        peer.earlier = [one for one in (*peer.earlier, peer.key) if one and one != key]
        peer.key, peer.state = key, PeerState.PROPOSED
        peer.proposed_by, peer.confirmed_by = actor.account, None
        peer.save(update_fields=["key", "earlier", "state", "proposed_by", "confirmed_by"])
        journal.record(actor, "peer.their_key_replaced", peer.ref)
    return peer


def _turn(actor: Actor, ref: str, state: PeerState, event: str, *before: PeerState) -> Peer:
    peer = _kept(actor, ref)
    if peer.state != state:
        _ensure(peer, *before)
        peer.state = state
        peer.save(update_fields=["state"])
        journal.record(actor, event, peer.ref)
    return peer


def _answering(actor: Actor) -> Organisation:
    if actor.account is None or actor.organisation is None or not ANSWERABLE & actor.roles:
        raise Forbidden()
    return actor.organisation


def _held(actor: Actor, ref: str) -> Peer:
    """The link, locked, for who answers for an organisation of ours."""
    peer = door.fetch(actor, Peer, ref=ref, lock=True)
    _answering(actor)
    return peer


def _kept(actor: Actor, ref: str) -> Peer:
    """The same for the organisation that entered it: what others trusted is not theirs to change."""
    peer = _held(actor, ref)
    if actor.organisation_id != peer.proposed_for_id:
        raise Forbidden()
    return peer


def _take_part(peer: Peer, organisation: Organisation, account: Account) -> bool:
    """Whether it did not by now."""
    compared = {"joined_by": account, "key": peer.key}
    row, is_new = PeerMember.objects.get_or_create(
        peer=peer, organisation=organisation, left_at=None, defaults=compared
    )
    return is_new or bool(PeerMember.objects.filter(pk=row.pk).exclude(key=peer.key).update(**compared))


def _ensure(peer: Peer, *states: PeerState) -> None:
    if peer.state not in states:
        raise NotNow(state=peer.get_state_display())


def _check(own: Organisation, terms: PeerTerms) -> None:
    """Raises BadTerms, each point at its field."""
    wrong: dict[str, list[str]] = {}
    if not _is_address(terms.address):
        wrong["address"] = [str(_("Give an address that begins with https://, without a name, a password or a “?”."))]
    if terms.organisation.pk == own.pk or not terms.organisation.may_take_part:
        wrong["organisation"] = [str(_("Choose the body that runs the other registry. One of immigration is none."))]
    if not terms.purposes or not set(terms.purposes) <= set(ASKED_FOR) & set(outward.purposes()):
        wrong["purposes"] = [str(_("Choose for which purposes questions are asked."))]
    if not timezone.now() < terms.valid_until <= timezone.now() + LONGEST:
        wrong["valid_until"] = [str(_("Give a day to come, within two years: a link is looked at again by then."))]
    if terms.key and not envelopes.is_key(terms.key):
        wrong["key"] = [str(NO_KEY)]
    if wrong:
        raise BadTerms(fields=wrong)


def _is_address(said: str) -> bool:
    try:
        return not parts_of(said).query and "?" not in said
    except ValueError:
        return False


NO_KEY = _("This is no key of a registry: 44 letters, digits and signs, as its page shows it. Copy it whole.")


def _check_key(key: str) -> None:
    if not envelopes.is_key(key):
        raise BadTerms(fields={"key": [str(NO_KEY)]})


def _compare(peer: Peer, fingerprint: str) -> None:
    said = "".join(fingerprint.lower().split())
    if said != envelopes.fingerprint(peer.key).replace(" ", ""):
        raise NotTheFingerprint(fields={"fingerprint": [str(NotTheFingerprint.template)]})
