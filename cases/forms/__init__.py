"""Forms of cases, incidents, imports and searches."""

from cases.forms.filters import CaseFilterForm, IncidentFilterForm
from cases.forms.imports import ImportForm
from cases.forms.incidents import IncidentForm, IncidentLinkForm
from cases.forms.search import SaveSearchForm, SearchForm
from cases.forms.whereabouts import LivingForm, StepForm, WishForm, initial_of

__all__ = [
    "CaseFilterForm",
    "ImportForm",
    "IncidentFilterForm",
    "IncidentForm",
    "IncidentLinkForm",
    "LivingForm",
    "SaveSearchForm",
    "SearchForm",
    "StepForm",
    "WishForm",
    "initial_of",
]
