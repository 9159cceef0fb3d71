"""Droughts people remember: synthetic traces that come nearest to them."""
