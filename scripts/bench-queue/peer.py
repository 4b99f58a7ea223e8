"""SimPy on the plain model of crates/simulation/benches/queue.rs; prints one line of JSON: requests a second in the
fastest of five runs, and the mean wait."""

import json
import random
import time

import simpy

REQUESTS = 100_000
RATE_PER_SECOND = 1.6
SLOTS = 2
MEAN_SECONDS = 1.0


def run(seed):
    """One agent with two slots, Poisson arrivals, exponential visits; the mean wait in seconds."""
    random.seed(seed)
    environment = simpy.Environment()
    agent = simpy.Resource(environment, capacity=SLOTS)
    waits = []

    def visit():
        came = environment.now
        with agent.request() as slot:
            yield slot
            waits.append(environment.now - came)
            yield environment.timeout(random.expovariate(1 / MEAN_SECONDS))

    def arrivals():
        for _ in range(REQUESTS):
            yield environment.timeout(random.expovariate(RATE_PER_SECOND))
            environment.process(visit())

    environment.process(arrivals())
    environment.run()
    return sum(waits) / len(waits)


run(0)
taken = []
means = []
for seed in range(1, 6):
    start = time.perf_counter()
    means.append(run(seed))
    taken.append(time.perf_counter() - start)
print(json.dumps({"requests_per_second": REQUESTS / min(taken), "mean_waiting_ms": 1000 * sum(means) / len(means)}))
