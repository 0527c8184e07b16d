"""Seats and the pool as the pages show them."""
