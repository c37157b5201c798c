"""How the campaign of the REST interface sends lines of JSON: as the text that the description says they are."""

from __future__ import annotations

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context: schemathesis.SerializationContext, value: object) -> bytes:
    """Whatever was made up, one line after the other."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
