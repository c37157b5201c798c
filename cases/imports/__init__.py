"""Files in: incidents of the IOM Missing Migrants Project, in both layouts, row by row before anything is saved."""
