"""Slopes, silent halves and overflow: what an activation does to a number, to a layer, and to large inputs."""
