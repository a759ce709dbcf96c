"""What of the article's block is its text: what stands above and below it is taken off."""
