"""The commands of the program; Scrapy takes every command class here for one. May import all."""
