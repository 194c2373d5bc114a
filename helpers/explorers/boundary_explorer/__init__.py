"""Regions of the plane: what decides whether a network's boundary can bend."""
