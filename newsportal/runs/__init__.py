"""One run, its figures and verdict, and who is told. May import `state` and what is below."""
