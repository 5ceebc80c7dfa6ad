internal import Glibc
internal import Messaging

/// The error of a failed system call, with the system's own words.
func systemCallFailed(_ function: String, _ code: Int32 = errno) -> TransportError {
  .failed(operation: function, code: Int(code), message: unsafe String(cString: strerror(code)))
}

/// Waits until one of the descriptors is ready or the time is over; their `revents` say which.
///
/// A signal ends the wait early. The corresponding C function is `poll`.
func wait(on descriptors: inout [pollfd], atMost timeout: Duration) {
  // Rounded up: rounding down would make short waits spin.
  let milliseconds = min((timeout.wholeMicroseconds + 999) / 1000, 3_600_000)
  if unsafe poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds)) < 0 {
    for index in descriptors.indices { descriptors[index].revents = 0 }
  }
}
