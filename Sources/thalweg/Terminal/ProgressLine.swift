import Glibc
import Orchestration

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
    let line = Self.text(progress)
    if isTerminal {
      Output.write("\r\u{1B}[K\(line)", to: STDERR_FILENO)
      isLineOpen = true
    } else {
      Output.message(line)
    }
  }

  private func closeLine() {
    if isLineOpen { Output.write("\n", to: STDERR_FILENO) }
    isLineOpen = false
  }

  /// The line's text.
  static func text(_ progress: Progress) -> String {
    var parts = [
      "\(Int((progress.share * 100).rounded(.down))) %",
      "\(progress.runsDone) of \(progress.runCount) runs",
      "\(Numbers.scaled(progress.runStepsPerSecond)) steps/s",
    ]
    if progress.diverged > 0 { parts.append("\(progress.diverged) diverged") }
    parts.append("\(Numbers.duration(progress.elapsed)) elapsed")
    if let remaining = progress.remaining, progress.share < 1 {
      let error = progress.remainingError.map { " ± \(Numbers.duration($0))" } ?? ""
      parts.append("ETA \(Numbers.duration(remaining))\(error)")
    }
    return parts.joined(separator: " · ")
  }
}
