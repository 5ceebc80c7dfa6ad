import Glibc

/// All bytes of a file.
func contents(of path: String) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY)
  precondition(descriptor >= 0, "no file \(path)")
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  var bytes = [UInt8](repeating: 0, count: size)
  precondition(unsafe pread(descriptor, &bytes, size, 0) == size, "a file did not read")
  return bytes
}

/// Writes a file of these bytes, in place of any other.
func write(_ bytes: some Collection<UInt8>, to path: String) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  precondition(descriptor >= 0, "no file \(path)")
  defer { close(descriptor) }
  let bytes = Array(bytes)
  precondition(unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "disk full")
}
