"""The one tree of errors that may reach a person or a partner system.

Each class says three things: ``code`` for machines, ``template`` for people (what, where, what to do next) and
``status`` for HTTP. One middleware and one REST handler turn an instance into a page or ``{code, message, fields}``.
What this module does not decide: how a page looks.

A template is English marked for translation (:mod:`registry.lib.speech`) or, in an app, a ``gettext_lazy`` string;
``.message`` is in the reader's language at the moment it is read.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from registry.lib.speech import Sentence, translated
from registry.lib.speech import mark as _


class RegistryError(Exception):
    """Anything the registry refuses or cannot do, worded for the person who asked."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    template: ClassVar[Sentence] = _("Something went wrong and nothing was saved. Try again.")
    # SECURITY: str() of an error reaches logs and tracebacks. An error whose sentence repeats what somebody typed
    # sets this, and then str() gives the code and the names of the fields only.
    repeats_input: ClassVar[bool] = False

    def __init__(self, *, fields: Mapping[str, Sequence[str]] | None = None, **params: Any) -> None:
        super().__init__()
        self.params = params
        self._fields = {name: list(messages) for name, messages in (fields or {}).items()}

    @property
    def fields(self) -> dict[str, list[str]]:
        """Messages by name of the field they belong to; the empty name is the form as a whole."""
        return self._fields

    def place(self, where: Callable[[str], str]) -> None:
        """Give the fields the names that the asker knows them by."""
        self._fields = {where(name): messages for name, messages in self._fields.items()}

    @property
    def message(self) -> str:
        """The sentence for people."""
        sentence = translated(self.template)
        return sentence % self.params if self.params else sentence

    def as_dict(self) -> dict[str, Any]:
        """The JSON body of an answer that reports this error."""
        return {"code": self.code, "message": self.message, "fields": self.fields}

    def __str__(self) -> str:
        if self.repeats_input:
            return " ".join([self.code, *sorted(name for name in self.fields if name)])
        return self.message

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.code}>"


class NotFound(RegistryError):
    """There is no such record, or the actor may not know that there is: the two are told alike."""

    code, status = "not_found", 404
    template: ClassVar[Sentence] = _("There is no such record, or you may not see it. Check the reference.")


class Forbidden(RegistryError):
    """The actor sees the record but may not do this with it."""

    code, status = "forbidden", 403
    template: ClassVar[Sentence] = _("You may not do this with this record. Ask its organisation, or your supervisor.")


class Invalid(RegistryError):
    """Input that cannot be accepted as it stands; ``fields`` says where and why."""

    code, status = "invalid", 422
    template: ClassVar[Sentence] = _("Some answers need another look. Each one is explained where it stands.")


class Conflict(RegistryError):
    """Somebody changed the record after the actor opened it."""

    code, status = "conflict", 409
    template: ClassVar[Sentence] = _(
        "Somebody changed this record while you were working on it. Load it again and repeat your change."
    )


class _ComeBackLater(RegistryError):
    """A refusal that passes by itself; ``retry_after`` is in seconds, if known."""

    def __init__(
        self,
        *,
        retry_after: int | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(fields=fields, **params)
        self.retry_after = retry_after


class Unavailable(_ComeBackLater):
    """A part that the registry depends on does not answer."""

    code, status = "unavailable", 503
    template: ClassVar[Sentence] = _(
        "A part of the registry does not answer right now. Nothing was saved. Try again in a few minutes."
    )


class TooMany(_ComeBackLater):
    """Too many requests from one side."""

    code, status = "too_many", 429
    template: ClassVar[Sentence] = _("Too many requests in a short time. Wait a few minutes, then try again.")


class BadInput(Invalid):
    """One value that cannot be read. ``part`` names the piece at fault, such as ``day``; empty if whole."""

    repeats_input = True

    def __init__(self, *, part: str = "", **params: Any) -> None:
        super().__init__(**params)
        self.part = part

    @property
    def fields(self) -> dict[str, list[str]]:
        return {self.part: [self.message]}


class BadDate(BadInput):
    """A date that does not exist or cannot be understood."""

    code = "bad_date"
    template: ClassVar[Sentence] = _("This date cannot be read. Enter the parts you know: year, month, day.")


class BadText(BadInput):
    """A text with characters that would disguise or break it."""

    code = "bad_text"
    template: ClassVar[Sentence] = _("This text cannot be used. Type it again without special characters.")


class BadMeasure(BadInput):
    """A height or weight that cannot be understood or cannot be true."""

    code = "bad_measure"
    template: ClassVar[Sentence] = _("This measure cannot be read. Enter a number and its unit.")
