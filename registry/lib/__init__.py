"""Small pure helpers every app may import: no Django, no models, no words of the domain."""
