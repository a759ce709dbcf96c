"""Scrapy's side of the spider `posts`. Scrapy imports all that lies here: spiders, no walk."""
