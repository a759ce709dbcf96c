"""What is taken for the text where nothing that a page shows reads like an article."""
