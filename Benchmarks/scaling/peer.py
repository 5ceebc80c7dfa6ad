"""One peer with two workers: reads lines `SECONDS COUNT`, answers the seconds that so many tasks took.

peer.py NAME; mpi4py runs as mpirun -n 3 python -m mpi4py.futures peer.py mpi4py (its manager computes nothing).
"""

import subprocess
import sys

from tasks import task, timed

WORKERS = 2


def serve(map_all):
    map_all(task, [0.0] * 4)  # everything is up
    print("ready", flush=True)
    for line in sys.stdin:
        seconds, count = line.split()
        print(timed(map_all, float(seconds), int(count)), flush=True)


def mpi4py(chunk):
    from mpi4py.futures import MPIPoolExecutor

    with MPIPoolExecutor(max_workers=WORKERS) as pool:
        serve(lambda f, a: list(pool.map(f, a, chunksize=chunk)))


def multiprocessing(chunk):
    import multiprocessing

    with multiprocessing.Pool(WORKERS) as pool:
        serve(lambda f, a: pool.map(f, a, chunksize=chunk))


def dask():
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            serve(lambda f, a: client.gather(client.map(f, a, pure=False)))


def parsl():
    import parsl
    from parsl.executors import HighThroughputExecutor
    from parsl.providers import LocalProvider

    executor = HighThroughputExecutor(
        max_workers_per_node=WORKERS, cores_per_worker=1, provider=LocalProvider(max_blocks=1), address="127.0.0.1"
    )
    with parsl.load(parsl.Config(executors=[executor], run_dir="out/parsl")):
        app = parsl.python_app(task)
        serve(lambda f, a: [x.result() for x in [app(s) for s in a]])


def gnu_parallel():
    def map_all(_, arguments):
        command = "true" if arguments[0] == 0 else f"sleep {arguments[0]}"
        numbers = "\n".join(map(str, range(len(arguments))))
        subprocess.run(["parallel", f"-j{WORKERS}", f"{command} #"], input=numbers, text=True, check=True)

    serve(map_all)


def hyperqueue():
    from hyperqueue import Job, LocalCluster
    from hyperqueue.cluster import WorkerConfig

    with LocalCluster() as cluster:
        for _ in range(WORKERS):
            cluster.start_worker(WorkerConfig(cores=1))
        client = cluster.client()

        def map_all(_, arguments):
            command = ["true"] if arguments[0] == 0 else ["sleep", str(arguments[0])]
            job = Job()
            for _ in arguments:
                job.program(command, stdout=None, stderr=None)
            client.wait_for_jobs([client.submit(job)])

        serve(map_all)


def main():
    sys.path.insert(0, __file__.rsplit("/", 1)[0])
    peers = {
        "mpi4py": lambda: mpi4py(1),
        "mpi4py-1000": lambda: mpi4py(1000),
        "multiprocessing": lambda: multiprocessing(1),
        "multiprocessing-1000": lambda: multiprocessing(1000),
        "dask": dask,
        "parsl": parsl,
        "parallel": gnu_parallel,
        "hyperqueue": hyperqueue,
    }
    peers[sys.argv[1]]()


if __name__ == "__main__":
    main()
