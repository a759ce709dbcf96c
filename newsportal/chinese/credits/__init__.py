"""Who wrote it, and for whom: credit lines, names and outlets. Imports nothing but `chinese`."""
