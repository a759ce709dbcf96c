"""How fast newsportal is beside a bare spider and a tutorial's: ``python -m benchmarks``."""
