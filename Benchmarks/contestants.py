"""A contestant as a process that waits for its turn; rivals/serving.py has the conversation."""

import os, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {
    # A shell may name an older core for OpenBLAS than the processor is.
    **{k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS")},
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_prefer_vector_width=512",
    "TORCHINDUCTOR_CPP_WRAPPER": "1",
}


class Contestant:
    """It goes on until closed; an interpreter is started once and serves all cases."""

    def __init__(self, name, case, build, core):
        self.name, self.error = name, None
        self.serves_all = name.split()[0] in ("jax", "torch", "numpy", "numba")
        self.log = open(f"{build}/{name.replace(' ', '-')}.log", "a")
        line = ["taskset", "-c", str(core), *self.command(case, build)]
        self.process = subprocess.Popen(
            line, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            text=True,
        )  # fmt: skip

    def command(self, case, build):
        if self.name == "thalweg":
            return [f"{build}/training-benchmark"]
        if self.serves_all:
            package, *kind = self.name.split()
            script = f"{package}_{'formulas' if case.is_formula else 'rival'}.py"
            return [sys.executable, f"{HERE}/rivals/{script}", *kind]
        wide = "_wide" if self.name == "fused" and case.dtype == "float32" and case.runs > 16 else ""
        return [f"{build}/{self.name}_{case.dtype}{wide}"]

    def ask(self, *words):
        """The answer's words; an empty list if it died."""
        try:
            print(*words, file=self.process.stdin, flush=True)
            return self.process.stdout.readline().split()
        except BrokenPipeError:
            return []

    def load(self, path, case):
        """Whether it takes part."""
        self.reset_memory()
        answer = self.ask("load", path, case.dtype, case.optimizer)
        if answer[:1] != ["loaded"]:
            self.error = " ".join(answer[1:]) or "it died; see its log"
            return False
        self.compile_seconds = float(answer[1])
        return True

    def verify(self, path):
        return self.ask("verify", path) == ["verified"]

    def time(self, seconds):
        answer = self.ask("time", seconds)
        return float(answer[1]) if answer[:1] == ["timed"] else None

    def reset_memory(self):
        """So that the peak is that of what follows."""
        try:
            with open(f"/proc/{self.process.pid}/clear_refs", "w") as f:
                f.write("5")
        except OSError:
            pass

    def peak_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            for line in f:
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) / 1024
        return None

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()
