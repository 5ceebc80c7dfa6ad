internal import FileSystem

/// The processor of this machine, in the words of the kernel.
func processorName() -> String {
  let text = String(
    decoding: (try? Files.read("/proc/cpuinfo", atMost: 4096)) ?? [], as: UTF8.self)
  let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
  let name = line?.split(separator: ":").dropFirst().joined(separator: ":") ?? ""
  return name.isEmpty ? "unknown" : String(name.drop { $0 == " " })
}
