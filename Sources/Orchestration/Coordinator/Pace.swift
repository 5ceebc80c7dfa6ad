/// How often the coordinator hears of its workers, and looks around itself.
package struct Pace {
  /// Seconds between two reports of one worker.
  package let betweenReports: Double
  /// Seconds between two progress files, which list all workers.
  let betweenFiles: Double
  private var lastLook = -1000.0

  /// Of many workers' reports a hundred a second arrive, and what a file costs stays below a
  /// hundredth of the time that it stands.
  package init(workerCount: Int) {
    betweenReports = max(0.25, Double(workerCount) / 100)
    betweenFiles = max(2, Double(workerCount) / 500)
  }

  /// Whether a tenth of a second is over since this was last true.
  var isTimeToLook: Bool {
    mutating get {
      let now = monotonicSeconds()
      guard now - lastLook >= 0.1 else { return false }
      lastLook = now
      return true
    }
  }
}
