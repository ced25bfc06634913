"""Everything that asks platforms: the contract, the spider, the one door, families and platforms."""
