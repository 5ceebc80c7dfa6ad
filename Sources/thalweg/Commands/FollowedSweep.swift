import Glibc
import Orchestration
import Shards

/// Shows `progress.json` again and again, as long as somebody coordinates.
struct FollowedSweep {
  private let directory: SweepDirectory
  private let interval: Double
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// A coordinator on another node whose file stands still for this long counts as gone, in seconds;
  /// files of network file systems may show late by some of them.
  private static let patience = 20.0

  init(_ directory: SweepDirectory, interval: Double) {
    self.directory = directory
    self.interval = interval
  }

  /// Returns when nobody coordinates any more.
  func follow() throws {
    _ = try Manifest(of: directory)
    var (shownCount, silence) = (-1, 0.0)
    var lineCount = 0
    while try DirectoryLock.livingOwner(of: directory.lock) != nil, silence < Self.patience,
      !Output.isClosed
    {
      if let progress = ProgressFile(at: directory.progress) {
        silence = progress.count == shownCount ? silence + interval : 0
        if progress.count != shownCount { show(progress, &lineCount) }
        shownCount = progress.count
      } else {
        // It starts, or merges.
        silence += interval
      }
      usleep(UInt32(min(interval, 3600) * 1e6))
    }
    if isTerminal && lineCount > 0 { Output.result("") }
  }

  private func show(_ progress: ProgressFile, _ lineCount: inout Int) {
    let table = ProgressTable(progress)
    guard isTerminal else {
      Output.result(table.line)
      return
    }
    // Back to the first line of the last table, and down from there.
    let back = lineCount > 0 ? "\u{1B}[\(lineCount)A" : ""
    let lines = table.lines(width: Output.width)
    Output.screen(lines.map { $0 + "\n" }.joined(), after: back + "\u{1B}[J")
    lineCount = lines.count
  }
}
