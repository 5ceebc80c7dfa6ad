import FileSystem
import Orchestration
import Reports

/// What a coordinator last said, in words.
struct ProgressTable {
  private let progress: ProgressFile

  init(_ progress: ProgressFile) { self.progress = progress }

  /// All in one line, for logs.
  var line: String {
    var parts = [
      "\(Int((progress.share * 100).rounded(.down))) %",
      "\(progress.runsDone) of \(counted(progress.runs, "run"))",
      "\(Numbers.scaled(progress.runStepsPerSecond)) steps/s",
    ]
    if progress.diverged > 0 { parts.append("\(progress.diverged) diverged") }
    if progress.deaths > 0 { parts.append(counted(progress.deaths, "death")) }
    if !progress.quarantined.isEmpty { parts.append("\(progress.quarantined.count) quarantined") }
    let stragglers = progress.workers.count(where: \.isStraggler)
    if stragglers > 0 { parts.append(counted(stragglers, "straggler")) }
    parts.append("\(Numbers.duration(progress.elapsed)) elapsed")
    if let estimate { parts.append("ETA \(estimate)") }
    return parts.joined(separator: " · ")
  }

  /// The line, and one a worker, cut at `width` columns.
  func lines(width: Int) -> [String] {
    var table = TextTable()
    table.add(["worker", "where", "shard", "done", "steps/s", "for", ""])
    for worker in progress.workers {
      table.add([
        "\(worker.worker)", worker.host.isEmpty ? "–" : "\(worker.host) \(worker.process)",
        worker.shard.map(String.init) ?? "–",
        worker.shard == nil ? "–" : "\(Int((worker.share * 100).rounded(.down))) %",
        worker.shard == nil ? "–" : Numbers.scaled(worker.runStepsPerSecond),
        worker.shard == nil ? "–" : Numbers.duration(worker.seconds),
        worker.isStraggler ? "straggler" : worker.shard == nil ? "idle" : "",
      ])
    }
    let quarantined = progress.quarantined.map(String.init).joined(separator: ", ")
    let rows =
      table.lines(hasHead: true, width: nil)
      + (quarantined.isEmpty ? [] : ["quarantined shards: \(quarantined)"])
    return ([line] + rows).map { line in
      let shown = line.cut(to: width)
      return line.hasSuffix("straggler") ? Style.yellow.applied(to: shown) : shown
    }
  }

  /// `3 min 20 s ± 12 s`.
  private var estimate: String? {
    guard let remaining = progress.remaining, progress.share < 1 else { return nil }
    let error = progress.remainingError.map { " ± \(Numbers.duration($0))" } ?? ""
    return Numbers.duration(remaining) + error
  }
}
