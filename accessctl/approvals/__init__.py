"""The two-person rule: one person asks, another person of the same organisation approves; the act happens then.

An app says once what its act is called, who asks, who approves and what is done (`kinds.register`):

    kinds.register(Kind(
        code="records.export", title=_("Export many records"),
        asks=frozenset({Role.SUPERVISOR}), approves=frozenset({Role.DATA_PROTECTION}),
        describe=sentences_of, carry_out=export,
    ))

and asks for it where one person is not enough: `services.ask(actor, "records.export", refs=[…], **codes)`, with
`sealed={…}` for what references and codes would tell too much of.  Pages, journal, expiry, the fresh proof of both
persons, "never the same person" and "what is approved is what was asked" are the business of this package.  The page
of the thing itself shows what waits for it with `selectors.waits`.

On approval `carry_out(asker, approver, approval)` runs in the approval's own transaction; it decides again, through the
door, whether who asked still may.  An act without `carry_out` is done by who asked, once, with `services.use`.  An app
imports what registers its acts in its module `acts`.
"""
