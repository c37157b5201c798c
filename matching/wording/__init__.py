"""What a reviewer reads: names of lines, the values of two records, and why a line says what it says."""
