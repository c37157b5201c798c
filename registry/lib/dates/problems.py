"""What can be wrong with a date: each case says what, in which part, and what to do."""

from registry.lib.errors import BadDate
from registry.lib.speech import mark as _


class YearMissing(BadDate):
    code = "date_year_missing"
    template = _("The year is missing. Enter it, even roughly and marked as approximate.")


class YearTooShort(BadDate):
    code = "date_year_too_short"
    template = _("“%(year)s” could be several years. Write the year with all four digits.")


class YearOutOfRange(BadDate):
    code = "date_year_out_of_range"
    template = _(
        "The year %(year)s cannot be right in this calendar. Correct it, or choose the calendar that was used."
    )


class NotAYear(BadDate):
    code = "date_not_a_year"
    template = _("“%(value)s” is not a year. Write it in digits, such as 1998, or 199X for “in the nineties”.")


class NotAMonth(BadDate):
    code = "date_not_a_month"
    template = _("“%(value)s” is not a month. Write its number, or leave it empty if it is not known.")


class NotADay(BadDate):
    code = "date_not_a_day"
    template = _("“%(value)s” is not a day. Write its number, or leave it empty if it is not known.")


class NoSuchMonth(BadDate):
    code = "date_no_such_month"
    template = _(
        "There is no month %(month)s: the months of this calendar run from 1 to %(last)s. Correct the month, "
        "or leave it empty if it is not known."
    )


class NoSuchDay(BadDate):
    code = "date_no_such_day"
    template = _(
        "%(month)s has no day %(day)s: its last day is %(last)s. Correct the day, or leave it empty if it is not known."
    )


class DayWithoutMonth(BadDate):
    code = "date_day_without_month"
    template = _("A day is given without its month. Choose the month, or leave the day empty.")


class MonthWithDecade(BadDate):
    code = "date_month_with_decade"
    template = _("A month is given with a decade only. Enter the year, or leave the month empty.")


class FutureDate(BadDate):
    code = "date_in_future"
    template = _("%(date)s is in the future. Check the year and the calendar.")


class EndBeforeStart(BadDate):
    code = "date_end_before_start"
    template = _("The period ends before it begins. Exchange the two dates, or correct one of them.")


class UnknownCalendar(BadDate):
    code = "date_unknown_calendar"
    template = _("The calendar “%(calendar)s” is not known. Choose one from the list.")


class EstimateMissing(BadDate):
    code = "date_estimate_missing"
    template = _(
        "Dates in this calendar are kept as they were said. Enter as well the earliest and the latest day "
        "that can be meant, in the Gregorian calendar."
    )


class WordsMissing(BadDate):
    code = "date_words_missing"
    template = _("Write the date in the words in which it was said.")


class NotEdtf(BadDate):
    code = "date_not_edtf"
    template = _(
        "“%(text)s” is not a date in the accepted form, such as 2021-03-14, 2021-03, 2021, 202X, 2021~ or 2020/2021."
    )
