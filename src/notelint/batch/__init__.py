"""Archives of notes: any number of them, by several processes, in shards that survive an interruption."""
