import Glibc

/// Whether an exclusive `flock` can be had, which is the lock that HDF5 takes.
func lockIsFree(_ path: String) -> Bool {
  let descriptor = unsafe open(path, O_RDONLY)
  precondition(descriptor >= 0, "no file \(path)")
  defer { close(descriptor) }
  return flock(descriptor, LOCK_EX | LOCK_NB) == 0
}
