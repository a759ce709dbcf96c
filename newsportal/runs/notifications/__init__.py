"""Who is told how a run ended: another program, people in chats and by mail."""
