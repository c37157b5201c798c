"""Forms of remains: the description on one screen, filters of the list, links to incidents."""

from remains.forms.describing import RemainsForm
from remains.forms.filters import RemainsFilterForm
from remains.forms.incidents import IncidentLinkForm

__all__ = ["IncidentLinkForm", "RemainsFilterForm", "RemainsForm"]
