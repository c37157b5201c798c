"""REST interface of this app: the same services and selectors as the pages."""
