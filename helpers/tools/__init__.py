"""The tools around the course: set-up, building the lessons, marking, benchmarks."""
