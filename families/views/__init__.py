"""Pages of families: HTTP in, a form and a service, HTTP out."""
