// Nothing here is needed: every task works without it.
