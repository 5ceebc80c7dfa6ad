"""Tasks that take a given time and no processor, so that what else the machine does hardly matters."""

import time


def task(seconds):
    if seconds > 0:
        time.sleep(seconds)


def timed(map_all, seconds, count):
    """Seconds that `map_all(task, arguments)` takes for `count` tasks."""
    start = time.perf_counter()
    map_all(task, [seconds] * count)
    return time.perf_counter() - start
