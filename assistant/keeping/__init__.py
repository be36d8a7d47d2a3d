"""Keeping the library: what a trust officer adds, replaces, corrects, withdraws and rolls back."""
