import Glibc

/// Processor time of this thread, in nanoseconds from some moment on.
///
/// Other work on the machine does not count.
func processorNanoseconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
