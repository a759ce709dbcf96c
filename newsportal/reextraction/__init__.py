"""``scrapy reextract``: an archive read again. May import `spiders` and what is below."""
