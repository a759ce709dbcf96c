"""The language that a user reads: English, or Chinese. Imports nothing of ours."""
