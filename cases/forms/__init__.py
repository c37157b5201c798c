"""Forms of cases, incidents, imports and searches."""

from cases.forms.claims import DecideForm, ExamineForm, NotMissingForm
from cases.forms.filters import CaseFilterForm, IncidentFilterForm
from cases.forms.imports import ColumnsForm, ImportForm, LivingImportForm, WordsForm
from cases.forms.incidents import IncidentForm, IncidentLinkForm
from cases.forms.left_files import EndForm, LeaveForm, OpenForm
from cases.forms.search import SaveSearchForm, SearchForm
from cases.forms.whereabouts import LivingForm, StepForm, WishForm, initial_of

__all__ = [
    "CaseFilterForm",
    "ColumnsForm",
    "DecideForm",
    "EndForm",
    "ExamineForm",
    "ImportForm",
    "IncidentFilterForm",
    "IncidentForm",
    "IncidentLinkForm",
    "LeaveForm",
    "LivingForm",
    "LivingImportForm",
    "NotMissingForm",
    "OpenForm",
    "SaveSearchForm",
    "SearchForm",
    "StepForm",
    "WishForm",
    "WordsForm",
    "initial_of",
]
