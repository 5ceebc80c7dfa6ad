import FileSystem
import Glibc
import Orchestration
import Reports

/// Shows progress on stderr: one line that is rewritten on a terminal, a line now and then
/// elsewhere.
final class ProgressLine: ProgressReporter {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isQuiet: Bool
  private var lastShown = -1000.0
  private var isLineOpen = false

  /// Seconds between two updates.
  private var interval: Double { isTerminal ? 0.2 : 30 }

  init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

  func update(_ progress: Progress) {
    guard !isQuiet, progress.elapsed - lastShown >= interval else { return }
    // The first plain line would say nothing yet.
    defer { lastShown = progress.elapsed }
    if isTerminal || lastShown >= 0 { show(progress) }
  }

  func note(_ text: String) {
    closeLine()
    Output.message("thalweg: \(text)")
  }

  func finish(_ progress: Progress) {
    guard !isQuiet else { return }
    show(progress)
    closeLine()
  }

  private func show(_ progress: Progress) {
    if isTerminal {
      // A line that wraps would not be overwritten. The last column stays free: some terminals wrap
      // as soon as it is taken.
      let line = Self.text(progress, width: (Output.terminalWidth(of: STDERR_FILENO) ?? 80) - 1)
      Output.write("\r\u{1B}[K\(line)", to: STDERR_FILENO)
      isLineOpen = true
    } else {
      Output.message(Self.text(progress))
    }
  }

  private func closeLine() {
    if isLineOpen { Output.write("\n", to: STDERR_FILENO) }
    isLineOpen = false
  }

  /// The line's text, in at most `width` columns: what matters less is left out first.
  static func text(_ progress: Progress, width: Int = .max) -> String {
    let runs = "\(progress.runsDone) of \(counted(progress.runCount, "run"))"
    // Parts in their order, each with when it goes; the first one stays.
    var parts = [
      (0, "\(Int((progress.share * 100).rounded(.down))) %"), (4, runs),
      (1, "\(Numbers.scaled(progress.runStepsPerSecond)) steps/s"),
    ]
    if progress.diverged > 0 { parts.append((3, "\(progress.diverged) diverged")) }
    parts.append((2, "\(Numbers.duration(progress.elapsed)) elapsed"))
    if let remaining = progress.remaining, progress.share < 1 {
      let error = progress.remainingError.map { " ± \(Numbers.duration($0))" } ?? ""
      let estimate = "ETA \(Numbers.duration(remaining))"
      parts.append((5, estimate + error))
      let full = parts.map(\.1).joined(separator: " · ")
      if full.columnCount > width { parts[parts.count - 1].1 = estimate }
    }
    for turn in 1...5 where parts.map(\.1).joined(separator: " · ").columnCount > width {
      parts.removeAll { $0.0 == turn }
    }
    return parts.map(\.1).joined(separator: " · ")
  }
}
