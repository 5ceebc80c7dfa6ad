import FileSystem
import TestSupport
import Testing

@testable import Orchestration

/// The kernel's counters, in files as it shows them.
@Suite struct MemoryPressureTests {
  private let temporary = TemporaryDirectory()

  private func write(_ text: String, to name: String) throws {
    let path = temporary.file(name)
    try Files.makeDirectory(Files.directory(of: path))
    try Files.replace(path, with: Array(text.utf8))
  }

  @Test(arguments: [
    ("0::/job/step\n", "sys/fs/cgroup/job/step/memory.events", "low 0\noom 3\noom_kill "),
    (
      "9:name=systemd:/\n4:cpu,memory:/slurm/7\n0::/\n",
      "sys/fs/cgroup/memory/slurm/7/memory.oom_control", "oom_kill_disable 0\noom_kill "
    ),
    ("0::/of/the/host\n", "sys/fs/cgroup/memory.events", "oom_kill "),
  ])
  func aKillInTheControlGroupIsNamed(groups: String, file: String, text: String) throws {
    try write(groups, to: "proc/self/cgroup")
    try write(text + "2\n", to: file)
    var memory = MemoryPressure(root: temporary.path)
    #expect(memory.newKill() == nil)
    try write(text + "3\n", to: file)
    let words = memory.newKill()
    #expect(try #require(words).hasPrefix("out of memory: "))
    #expect(memory.newKill() == nil)
  }

  /// The victim may have been another's.
  @Test func aKillSomewhereOnTheMachineIsPerhapsOurs() throws {
    try write("nr_free_pages 5\noom_kill 0\n", to: "proc/vmstat")
    var memory = MemoryPressure(root: temporary.path)
    try write("nr_free_pages 5\noom_kill 1\n", to: "proc/vmstat")
    let words = memory.newKill()
    #expect(try #require(words).hasPrefix("perhaps out of memory: "))
  }

  @Test func whereTheKernelSaysNothingNothingIsSaid() {
    var memory = MemoryPressure(root: temporary.path)
    #expect(memory.newKill() == nil)
  }
}
