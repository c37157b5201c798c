"""Pictures of findings: a mouth and a body as forms and pages draw them.  They show what is said and decide nothing."""
