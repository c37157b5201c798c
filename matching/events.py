"""What the events of matching are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history
from accessctl.systems import feed
from matching import selectors
from matching.models import CandidatePair
from matching.peers import selectors as peer_selectors

feed.carry(CandidatePair, "pair", "pair")
history.known_only("pair", selectors.refs_of_pairs)
history.known_only("kinship", selectors.refs_of_pairs)
history.known_only("peer", peer_selectors.refs_of)
history.entitle(
    {
        "matching.run": _("Records were compared."),
        "matching.run_began": _("A comparison of all records began."),
        "matching.run_paused": _("A comparison of all records was paused."),
        "matching.run_resumed": _("A comparison of all records went on."),
        "matching.run_cancelled": _("A comparison of all records was cancelled."),
        "matching.weights_proposed": _("Other weights were proposed."),
        "matching.weights_activated": _("Other weights were activated."),
        "matching.weights_rolled_back": _("The weights from before were taken up again."),
        "matching.panel_loaded": _("Allele frequencies of a population were loaded."),
        "matching.canary_planted": _("A known pair was planted, to check that the comparison finds it."),
        "matching.canary_lost": _("Known pairs that were found before are no longer among those listed."),
        "event.board_asked": _("All files of an event are to be compared with all."),
        "event.board_made": _("All files of an event were compared with all."),
        "event.papers_made": _("AM or PM files of an event were opened as one document."),
        "event.report_made": _("The exit report of an event was made."),
        "peer.table_made": _("A table of codes was made for another registry."),
        "peer.table_given": _("A table of codes was given to another registry."),
        "peer.question_asked": _("Another registry was asked in code about the record."),
        "peer.question_answered": _("Another registry answered."),
        "peer.inquiry_received": _("Another registry asked in code."),
        "peer.inquiry_answered": _("Another registry was answered."),
        "peer.hit_decided": _("Whether another registry is told more after a hit was decided."),
        "peer.hit_undecided": _("The answer about telling another registry more was taken back."),
        "peer.hit_agreed": _("After a hit both registries said yes to telling more."),
        "peer.hit_broken_off": _("Another registry showed a yes after a hit, and did not end the exchange."),
        "peer.hit_handed_over": _("After a hit a file was made for the other registry."),
        "peer.hit_lapsed": _("The time to decide about a hit ran out."),
        "peer.hit_closed": _("A hit was closed, as the consent or the state of the record changed."),
        "pair.proposed": _("A candidate pair was found."),
        "pair.opened": _("A candidate pair was opened for comparison."),
        "pair.hidden": _("Candidate pairs were closed, as consent ended."),
        "pair.ended": _("A candidate pair is no longer available."),
        "pair.reviewed": _("A candidate pair was reviewed."),
        "pair.review_withdrawn": _("A review was taken back."),
        "pair.lab_requested": _("A laboratory was asked about a candidate pair."),
        "pair.identification_drawn": _("An identification was drawn up."),
        "pair.identification_withdrawn": _("An identification was taken back before it was issued."),
        "pair.identification_signed": _("An identification was signed."),
        "pair.identification_issued": _("An identification was issued."),
        "pair.identification_revoked": _("An identification was taken back."),
        "pair.identification_printed": _("The report of an identification was made."),
        "pair.belongings_printed": _("A list of belongings was made for who receives them."),
        "pair.second_opinion_asked": _("A second opinion on an identification was asked for."),
        "pair.second_opinion_given": _("A second opinion on an identification was given."),
        "pair.wishes_passed_on": _("The family’s wishes were passed on to the institution."),
        "remains.identified": _("The remains were identified."),
        "remains.identification_revoked": _("The identification of the remains was taken back."),
        "kinship.weighed": _("What relatives’ profiles say of remains was worked out."),
        "kinship.removed": _("What relatives’ profiles said of remains was taken away."),
        "pair.lab_ended": _("A laboratory’s answer was no longer waited for."),
    }
)
