"""Forms of cases, incidents, imports and searches."""

from cases.forms.filters import CaseFilterForm, IncidentFilterForm
from cases.forms.imports import ImportForm
from cases.forms.incidents import IncidentForm, IncidentLinkForm
from cases.forms.search import SaveSearchForm, SearchForm

__all__ = [
    "CaseFilterForm",
    "ImportForm",
    "IncidentFilterForm",
    "IncidentForm",
    "IncidentLinkForm",
    "SaveSearchForm",
    "SearchForm",
]
