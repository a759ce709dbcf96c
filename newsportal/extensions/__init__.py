"""What accompanies a run: display, report, verdict. May import `spiders`, `report` and below."""
