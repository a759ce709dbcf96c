"""The pages of the site, by subject. Imports what `browse` may, and of that all but `site`."""
