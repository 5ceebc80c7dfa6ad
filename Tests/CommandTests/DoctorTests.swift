import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct DoctorTests {
  private struct Findings: Decodable {
    struct Check: Decodable {
      var name: String
      var outcome: String
      var remedy: String?
    }

    var isHealthy: Bool
    var checks: [Check]

    init(_ result: ProcessResult) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(result.standardOutput.utf8))
    }
  }

  private let directory = TemporaryDirectory()

  @Test func aMachineThatRunsTheTestsIsHealthyAndItsDirectoryLeftAsItWas() throws {
    let result = try Program.run("doctor", "--directory", directory.path, "--json")
    let findings = try Findings(result)
    #expect(result.exitCode == 0 && findings.isHealthy)
    #expect(findings.checks.first { $0.name == "MPI library" }?.outcome == "works")
    #expect(findings.checks.first { $0.name == "hard link" }?.outcome == "works")
    #expect(try Files.names(in: directory.path).isEmpty)
    let text = try Program.run("doctor", "--directory", directory.path).standardOutput
    #expect(text.split(separator: "\n").count { $0.hasPrefix("✓") } == findings.checks.count)
  }

  @Test func whatOnlySomeThingsNeedMayBeAbsent() throws {
    let result = try Program.run(
      "doctor", "--directory", directory.path, "--json", environment: ["PATH": "/nowhere"])
    let findings = try Findings(result)
    #expect(result.exitCode == 0 && findings.isHealthy)
    let absent = findings.checks.filter { $0.outcome == "absent" }
    #expect(absent.map(\.name) == ["mpirun", "gnuplot"])
    #expect(absent.allSatisfy { $0.remedy?.contains("apt-get install") ?? false })
  }

  /// In /proc nobody makes files, not even root.
  @Test(arguments: ["/proc", "/nowhere/at/all"])
  func aDirectoryThatCannotBeUsedFailsWithARemedy(path: String) throws {
    let result = try Program.run("doctor", "--directory", path, "--json")
    let findings = try Findings(result)
    #expect(result.exitCode == 1 && !findings.isHealthy)
    let failed = findings.checks.filter { $0.outcome == "fails" }
    #expect(!failed.isEmpty && failed.allSatisfy { $0.remedy != nil })
  }

  @Test func eachFileSystemCheckPassesHere() throws {
    let check = FileSystemCheck(directory: directory.path)
    try check.writeAndRead()
    try check.hardLink()
    try check.renameOverAnother()
    try check.synchronize()
    #expect(throws: FileError.self) {
      try FileSystemCheck(directory: directory.file("missing")).writeAndRead()
    }
  }

  @Test func programsAreFoundOnTheSearchPath() {
    #expect(Files.program(named: "sh")?.hasSuffix("/sh") ?? false)
    #expect(Files.program(named: "no-such-program-anywhere") == nil)
  }
}
