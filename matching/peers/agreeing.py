"""Whether both of two sides said yes, and nothing else: pure, on points and numbers.

Who says yes puts in the point of a text that both know, who says no, or has not answered, a point that nobody else
knows.  Each blinds its point by a number of its own and hands it over; each multiplies what it was handed.  The two
products are alike if both put in the same point, and nothing of them tells a side that did not say yes what the other
put in: it would have to find a product by a number that it does not have (computational Diffie-Hellman).  Products go
over the network as digests that name who sends them, so that an echo proves nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from accessctl.peers.blind import Multiplier, point_of

ASKER, ASKED = "asker", "asked"
_DOMAIN: Final = b"registry-peers-1 agreeing"


@dataclass(frozen=True)
class Side:
    """One side of one round.  number: of the question, known to both; secret: known to nobody else."""

    number: str
    round: int
    secret: bytes
    says_yes: bool

    @property
    def point(self) -> bytes:
        """What is handed over.  SECURITY: both points are made, so that it takes as long whatever is said."""
        yes, no = (point_of(text) for text in (f"yes|{self.number}|{self.round}", f"no|{self._seed}"))
        return self._blind.times(yes if self.says_yes else no)

    def proof(self, whose: str, theirs: bytes) -> bytes:
        """What the side that is named shows of the product.  Raises NotAPoint."""
        product = self._blind.times(theirs)
        return hashlib.sha256(_DOMAIN + whose.encode() + f"|{self.number}|{self.round}|".encode() + product).digest()

    def shows(self, whose: str, theirs: bytes, shown: bytes) -> bool:
        """Whether the other side, so named, put in the same point.  Raises NotAPoint."""
        return hmac.compare_digest(self.proof(whose, theirs), shown)

    @property
    def _seed(self) -> str:
        return hashlib.sha256(_DOMAIN + self.secret + f"|{self.round}".encode()).hexdigest()

    @property
    def _blind(self) -> Multiplier:
        return Multiplier.derived(self.secret, f"{self.number}|agreeing|{self.round}")
