"""What runs before anything is installed: standard library only, with the machine's own Python."""
