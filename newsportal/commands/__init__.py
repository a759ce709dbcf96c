"""The commands of the program, one a file, where Scrapy finds them by name. May import all."""
