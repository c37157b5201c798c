"""Forms of cases, incidents, imports and searches."""

from cases.forms.filters import CaseFilterForm, IncidentFilterForm
from cases.forms.imports import ColumnsForm, ImportForm, LivingImportForm
from cases.forms.incidents import IncidentForm, IncidentLinkForm
from cases.forms.search import SaveSearchForm, SearchForm
from cases.forms.whereabouts import LivingForm, StepForm, WishForm, initial_of

__all__ = [
    "CaseFilterForm",
    "ColumnsForm",
    "ImportForm",
    "IncidentFilterForm",
    "IncidentForm",
    "IncidentLinkForm",
    "LivingForm",
    "LivingImportForm",
    "SaveSearchForm",
    "SearchForm",
    "StepForm",
    "WishForm",
    "initial_of",
]
