"""Question sets and the runner that puts them through the same front door as the page."""
