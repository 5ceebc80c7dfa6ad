"""Tasks that take a given time by the wall clock, whatever else the processor does."""

import time


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def timed(map_all, seconds, count):
    """Seconds that `map_all(spin, arguments)` takes for `count` tasks."""
    start = time.perf_counter()
    map_all(spin, [seconds] * count)
    return time.perf_counter() - start
