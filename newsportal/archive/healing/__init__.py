"""How posts.jsonl and state.db heal each other, whatever was done to either."""
