"""Question sets, the runner and the benchmarks: they use the assistant as everyone else does."""
