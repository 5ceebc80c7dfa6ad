private import Glibc

/// The processor seconds after which a process like this one gets SIGXCPU, and those after which it
/// gets SIGKILL; nil where they are not limited.
func processorTimeLimits() -> (warning: Int?, end: Int?) {
  let limit = limitOfProcessorTime()
  func seconds(_ value: rlim_t) -> Int? { value == rlim_t.max ? nil : Int(clamping: value) }
  return (seconds(limit.rlim_cur), seconds(limit.rlim_max))
}

extension Interruption {
  /// Has SIGXCPU come before the limit of processor time at which the kernel sends SIGKILL, so that
  /// what is under way can be laid down.
  public static func warnBeforeProcessorTimeEnds() {
    var limit = limitOfProcessorTime()
    guard limit.rlim_max != rlim_t.max, limit.rlim_cur >= limit.rlim_max else { return }
    // A tenth, from one second to a minute; a limit of one second leaves none.
    let margin = min(max(limit.rlim_max / 10, 1), 60)
    guard limit.rlim_max > margin else { return }
    limit.rlim_cur = limit.rlim_max - margin
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
  }
}

private func limitOfProcessorTime() -> rlimit {
  var limit = rlimit()
  let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0
  // RLIM_INFINITY, which Swift cannot import.
  return isKnown ? limit : rlimit(rlim_cur: .max, rlim_max: .max)
}
