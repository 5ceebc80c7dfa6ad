/// The head of a printed program: what it is, and what it imports.
struct PythonHead {
  var number: Int
  var name: String
  var hasFile: Bool
  var imports: [String]
  var usesCache: Bool

  var lines: [String] {
    let data =
      hasFile
      ? "\nThe data file is looked for beside the results, in problems; --data names another place."
      : ""
    let title = name.filter { !"\"\\\n".contains($0) }
    let text = """
      \"""Run \(number) of '\(title)': trained anew from the same data, start and noise, and compared.

          python THIS.py RESULTS [--tolerance 1e-9]

      RESULTS is the sweep's directory, its results.h5, or one of its shards. For each recorded quantity the
      largest difference is printed, as a part of its largest value; more than the tolerance is an error (exit 1).\(data)
      Needs jax, numpy and h5py. Written by 'thalweg show --as jax'.
      \"""

      import argparse
      \(usesCache ? "import functools\n" : "")import glob
      import os
      import sys

      os.environ.setdefault("JAX_PLATFORMS", "cpu")
      # Every operation is done as written.
      os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_disable_hlo_passes=algsimp"

      import h5py
      import jax
      import jax.numpy as jnp
      import numpy as np
      \(imports.map { "\n\($0)" }.joined())

      jax.config.update("jax_enable_x64", True)
      """
    return [text]
  }
}

/// Parts of a printed program that have to do with files.
enum PythonData {
  /// The data of a file.
  static func lines(ofFile digest: String, _ targets: [String]) -> String {
    let lines = [
      "results = arguments.results",
      "beside = results if os.path.isdir(results) else os.path.dirname(os.path.abspath(results))",
      "while not os.path.isdir(os.path.join(beside, \"problems\")) and beside != os.path.dirname(beside):",
      "    beside = os.path.dirname(beside)",
      "data = read_data(arguments.data or os.path.join(beside, \"problems\", \"\(digest).h5\"))",
      "X = np.asarray(samples_in(data, \"\"), float).reshape(n, *SAMPLE)",
      "X_test = samples_in(data, \"test_\")",
      "y_test = Y_test = own_test_targets = None",
      "if X_test is not None:",
      "    X_test = np.asarray(X_test, float).reshape(len(X_test), *SAMPLE)",
    ]
    return (lines + targets + ["w_star = data.get(\"w_star\")"]).joined(separator: "\n")
  }

  /// How far two arrays are apart.
  static let deviation = """
    def deviation(values, there):
        \"""The largest difference, relative to the largest number recorded; infinite where only one is finite.\"""
        finite = np.isfinite(there)
        if values.shape != there.shape or not np.array_equal(np.isfinite(values), finite):
            return np.inf
        difference = np.abs(np.where(finite, values, 0) - np.where(finite, there, 0))
        largest = np.max(np.abs(np.where(finite, there, 0)), initial=0)
        return float(np.max(difference, initial=0) / (largest if largest > 0 else 1))
    """

  /// What was recorded.
  static let results = """
    def read_results(path):
        \"""What was recorded of the run, from a results file, a shard, or a sweep's directory.\"""
        files = [path]
        if os.path.isdir(path):
            merged = os.path.join(path, "results.h5")
            shards = os.path.join(path, "shards", "*", "shard-*.h5")
            files = [merged] if os.path.exists(merged) else sorted(glob.glob(shards))
        for name in files:
            with h5py.File(name) as file:
                row = RUN - int(file.attrs.get("first_run", 0))
                count = len(file["status"])
                if 0 <= row < count:
                    return {key: file[key][row] for key in file if file[key].shape[:1] == (count,)}
        sys.exit(f"run {RUN} is not in {path}")
    """

  /// The arguments of the command line.
  static func arguments(hasFile: Bool, tolerance: String) -> String {
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("results")
    parser.add_argument("--tolerance", type=float, default=\(tolerance))
    \(hasFile ? "parser.add_argument(\"--data\")\n" : "")arguments = parser.parse_args()
    """
  }
}
