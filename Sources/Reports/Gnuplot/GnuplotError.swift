/// Why gnuplot drew nothing.
public enum GnuplotError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no program `gnuplot` on the search path.
  case notInstalled
  /// It could not be started; the system's code.
  case notStarted(code: Int32)
  /// It ended with a failure.
  case failed(script: String, output: String)

  /// What is wrong and how to go on.
  public var description: String {
    switch self {
    case .notInstalled:
      """
      gnuplot is not installed: there are data and scripts, but no figures; install it \
      (Debian, Ubuntu: apt-get install gnuplot-nox; Fedora: dnf install gnuplot; \
      conda: conda install -c conda-forge gnuplot) and repeat the command
      """
    case .notStarted(let code): "gnuplot could not be started (errno \(code))"
    case .failed(let script, let output): "gnuplot failed on \(script):\n\(output)"
    }
  }
}
