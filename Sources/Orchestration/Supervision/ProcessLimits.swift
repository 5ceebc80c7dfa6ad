internal import CProcess
private import Glibc

/// What a shell or a batch system allows this process, as far as a run needs it.
public enum ProcessLimits {
  /// Files that a run may have open at the same time, beside one for each worker: shards, the lock,
  /// what the system's libraries need.
  private static let fileCount = 32
  /// Threads that a run needs: for signals, the lock's beat, starting workers, and one to spare.
  private static let threadCount = 4

  /// Raises the limit of open files where that is allowed, and finds out what would be refused on the
  /// way.
  ///
  /// - Parameter processCount: Workers that will be processes of this one, as far as that is known.
  /// - Throws: ``OrchestrationError/limited(reason:)``, before anything is begun.
  public static func prepare(processCount: Int = 0) throws(OrchestrationError) {
    let needed = rlim_t(processCount + fileCount)
    let allowed = raisedFileLimit(to: needed)
    guard allowed >= needed else {
      throw .limited(
        reason: """
          this run needs up to \(needed) files open at once, and \(allowed) are allowed \
          (ulimit -n); raise that, or give fewer --workers
          """)
    }
    let code = cprocess_try_threads(Int32(threadCount))
    guard code == 0 else {
      throw .limited(
        reason: """
          no more threads can be started, \(unsafe String(cString: strerror(code))): processes and \
          threads of a user are limited (ulimit -u), or memory is (ulimit -v)
          """)
    }
  }

  private static func raisedFileLimit(to needed: rlim_t) -> rlim_t {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return .max }
    guard limit.rlim_cur < needed else { return limit.rlim_cur }
    let before = limit.rlim_cur
    limit.rlim_cur = min(needed, limit.rlim_max)
    return unsafe setrlimit(resource, &limit) == 0 ? limit.rlim_cur : before
  }
}
