"""Serial numbers of things: how they are checked when written, and in which form two of them are compared.

A phone's IMEI has 14 digits and a check digit (Luhn), which not every label prints; the ICCID of a SIM card has 19
digits, or 20 with one more at its end.  Of other things any number is taken as it stands.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.codes import ItemClass

LONGEST_SERIAL = 60
_IMEI, _ICCID = 14, 19  # digits that tell one phone, one card, from another
_CARD_PREFIX = "89"  # of every telecommunication card


def serial_fault(item_class: str, serial: str) -> str:
    """What is wrong with the serial number of a thing and what to do; "" if nothing.

    Letters make it a maker's own number, of which there is no rule but that it has digits: "unknown" is no number.
    """
    number = _plain(serial)
    if number and not any(c.isdecimal() for c in number):
        return _("A serial number has digits. Leave this empty if the number is not known.")
    if not number.isdecimal():
        return ""
    if item_class == ItemClass.PHONE:
        return _imei_fault(number)
    if item_class == ItemClass.SIM and (len(number) not in (_ICCID, _ICCID + 1) or number[:2] != _CARD_PREFIX):
        return _("The number of a SIM card has 19 or 20 digits and begins with 89. Compare it with the card.")
    return ""


def compared_serial(serial: str) -> str:
    """A serial number as it is compared: upper-case letters and digits; of IMEI and ICCID what the last digit checks.

    So a phone is found again whether or not its check digit was written down.
    """
    number = _plain(serial)
    if not number.isdecimal():
        return number
    if len(number) == _IMEI + 1 and _luhn(number):
        return number[:_IMEI]
    return number[:_ICCID] if len(number) == _ICCID + 1 and number[:2] == _CARD_PREFIX else number


def _plain(serial: str) -> str:
    """Letters and digits only; digits of any script as Latin ones, and no filler behind the digits of a card."""
    number = "".join(str(int(c)) if c.isdecimal() else c for c in serial.upper() if c.isalnum())
    return number[:-1] if number[-1:] == "F" and len(number) == _ICCID + 1 and number[:-1].isdecimal() else number


def _imei_fault(number: str) -> str:
    if len(number) not in (_IMEI, _IMEI + 1):
        return _("An IMEI has 15 digits, or 14 without the last one. Leave out what stands behind a slash.")
    if len(number) == _IMEI + 1 and not _luhn(number):
        return _("One digit of this IMEI is wrong: its last digit does not fit. Compare it with the phone or its box.")
    return ""


def _luhn(number: str) -> bool:
    """Whether the last digit fits the others."""
    doubled = (sum(divmod(2 * int(c), 10)) for c in number[-2::-2])
    return (sum(doubled) + sum(int(c) for c in number[-1::-2])) % 10 == 0
