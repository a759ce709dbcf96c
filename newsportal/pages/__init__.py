"""What a page is made of: addresses, tree, body, feed. May import `chinese` and `items`."""
