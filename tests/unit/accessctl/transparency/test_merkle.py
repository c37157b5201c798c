"""The tree of RFC 6962: known roots, proofs that hold, and proofs that do not once anything is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessctl.transparency import merkle
from accessctl.transparency.merkle import Node, ProofFailed

# The reference inputs and roots of the Certificate Transparency project's own test data.
INPUTS = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes(range(0x60, 0x70))
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Grown:
    """A tree with all its nodes kept."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.tree, self.nodes, self.leaves = merkle.Tree(), dict[Node, bytes](), [merkle.leaf_hash(x) for x in leaves]
        self.roots = [self.tree.root()]
        for leaf in self.leaves:
            self.nodes.update(self.tree.append(leaf))
            self.roots.append(self.tree.root())

    def lookup(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        return {node: self.nodes[node] for node in wanted}


def test_roots_are_those_of_the_reference() -> None:
    assert Grown([]).roots == [hashlib.sha256().digest()]
    assert [root.hex() for root in Grown(INPUTS).roots[1:]] == ROOTS


def test_a_tree_taken_up_again_goes_on_as_if_never_put_down() -> None:
    leaves = [bytes([number]) for number in range(75)]
    whole = Grown(leaves)
    for size in range(75):
        again = merkle.Tree.at(size, whole.lookup)
        assert again.root() == whole.roots[size]
        assert dict(again.append(whole.leaves[size])).items() <= whole.nodes.items()
        assert again.root() == whole.roots[size + 1]


def test_a_node_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        merkle.Tree.at(3, lambda wanted: {})


sizes = st.integers(1, 70)


@given(st.data())
def test_every_leaf_is_proved_under_every_root(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    grown = Grown(bytes([number]) for number in range(70))
    proof = merkle.inclusion_proof(index, size, grown.lookup)
    merkle.verify_inclusion(grown.leaves[index], index, size, proof, grown.roots[size])
    for wrong in _spoilt(proof):
        with pytest.raises(ProofFailed):
            merkle.verify_inclusion(grown.leaves[index], index, size, wrong, grown.roots[size])
    with pytest.raises(ProofFailed):
        merkle.verify_inclusion(grown.leaves[(index + 1) % 70], index, size, proof, grown.roots[size])


@given(st.data())
def test_every_earlier_tree_is_proved_within_every_later_one(data: st.DataObject) -> None:
    new = data.draw(sizes)
    old = data.draw(st.integers(1, new))
    grown = Grown(bytes([number]) for number in range(70))
    proof = merkle.consistency_proof(old, new, grown.lookup)
    merkle.verify_consistency(old, grown.roots[old], new, grown.roots[new], proof)
    for wrong in _spoilt(proof):
        with pytest.raises(ProofFailed):
            merkle.verify_consistency(old, grown.roots[old], new, grown.roots[new], wrong)
    with pytest.raises(ProofFailed):
        merkle.verify_consistency(old, bytes(32), new, grown.roots[new], proof)
    with pytest.raises(ProofFailed):
        merkle.verify_consistency(old, grown.roots[old], new, bytes(32), proof)


def _spoilt(proof: list[bytes]) -> list[list[bytes]]:
    """The proof one step longer, one shorter, and with each step altered."""
    altered = [[*proof[:place], bytes(32), *proof[place + 1 :]] for place in range(len(proof))]
    return [[*proof, bytes(32)], *([proof[:-1]] if proof else []), *altered]


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_a_leaf_outside_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, size, lambda wanted: {})
    with pytest.raises(ProofFailed):
        merkle.verify_inclusion(bytes(32), index, size, [], bytes(32))


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4)])
def test_sizes_out_of_order_have_no_proof(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no tree"):
        merkle.consistency_proof(old, new, lambda wanted: {})
    with pytest.raises(ProofFailed):
        merkle.verify_consistency(old, bytes(32), new, bytes(32), [bytes(32)])
