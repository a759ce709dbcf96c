"""Chinese text, dates, credit lines and encodings: pure functions. Imports nothing of ours."""
