from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cases.codes import ItemClass
from cases.vocabulary.serials import compared_serial, serial_fault

DIGITS = "0123456789"
ARABIC = str.maketrans(DIGITS, "٠١٢٣٤٥٦٧٨٩")
PHONES = st.text(DIGITS, min_size=14, max_size=14)
CARDS = st.text(DIGITS, min_size=17, max_size=17).map(lambda rest: f"89{rest}")


def checked(imei: str) -> str:
    """With the one check digit that fits: told by trying, not by the formula of the code under test."""
    (whole,) = (imei + last for last in DIGITS if not serial_fault(ItemClass.PHONE, imei + last))
    return whole


@given(PHONES, st.data())
def test_a_phone_is_known_with_or_without_its_check_digit_and_however_it_is_written(
    imei: str, data: st.DataObject
) -> None:
    whole, at = checked(imei), data.draw(st.integers(0, 14))
    for written in (imei, whole, f"{imei[:2]}-{imei[2:8]} {imei[8:]}", whole.translate(ARABIC)):
        assert not serial_fault(ItemClass.PHONE, written)
        assert compared_serial(written) == imei
    wrong = data.draw(st.sampled_from(DIGITS).filter(lambda digit: digit != whole[at]))
    assert "does not fit" in serial_fault(ItemClass.PHONE, whole[:at] + wrong + whole[at + 1 :])


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert checked("49015420323751") == "490154203237518"


@given(st.text(DIGITS, min_size=1, max_size=30).filter(lambda number: len(number) not in (14, 15)))
def test_another_length_is_no_imei_and_is_free_for_other_things(number: str) -> None:
    assert "15 digits" in serial_fault(ItemClass.PHONE, number)
    assert not serial_fault(ItemClass.WATCH, number)
    assert not serial_fault(ItemClass.PHONE, f"SN-{number}"), "a maker's own number has letters"


@given(st.sampled_from(ItemClass.values), st.sampled_from(["unknown", "n/a (none)", "INCONNU", "غير معروف"]))
def test_a_word_is_no_serial_number(item_class: str, word: str) -> None:
    assert "has digits" in serial_fault(item_class, word)


@given(CARDS, st.sampled_from(DIGITS))
def test_a_card_is_known_with_or_without_its_last_digit_and_filler(card: str, last: str) -> None:
    assert {compared_serial(written) for written in (card, card + last, f"{card}F", f"{card[:4]} {card[4:]}")} == {card}
    assert [serial_fault(ItemClass.SIM, written) for written in (card, card + last)] == ["", ""]
    for wrong in (card[:-1], f"{card}{last}1", f"10{card[2:]}"):
        assert "SIM card" in serial_fault(ItemClass.SIM, wrong)


@given(st.text(max_size=60))
def test_any_text_has_one_compared_form(text: str) -> None:
    form = compared_serial(text)
    assert form == compared_serial(f" {text} ") == compared_serial(form)
