"""The form of a paper that somebody of a family signed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.forms.images import GivenForm


class SignedPaperForm(GivenForm):
    """`tellers`: the relatives whose it may be."""

    others = _("Somebody else, such as a witness")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("What kind of paper")
        self.fields["file"].label = _("Picture of the paper")
        self.fields["file"].help_text = _(
            "Photograph or scan the page: JPEG, PNG, WebP or HEIC, up to 10 MB. Of several pages, one picture each."
        )
        self.fields["caption"].help_text = _("Such as: page 2, thumbprint of the mother. No names.")
        self.fields["taken_on"].label = _("Signed on")
        if "given_by" in self.fields:
            self.fields["given_by"].label = _("Whose signature or mark is it?")
