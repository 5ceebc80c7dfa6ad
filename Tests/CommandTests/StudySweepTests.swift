import FileSystem
import Foundation
import TestSupport
import Testing

/// The sweeps of `sweeps/`, each in the small variant that its head names.
@Suite struct StudySweepTests {
  private let directory = TemporaryDirectory()

  private static let sweeps = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "sweeps")

  /// The figures that answer each study's question.
  private static let figures = [
    "adam-exponent": ["exponent", "theory"],
    "adaptive-family": ["recovery", "trajectories"],
    "beta2-weak-error": ["weak-error"],
    "beta2-schemes": ["heat-step-size-one-minus-beta2-power"],
    "deep-diagonal": ["trajectories"],
    "diabetes": ["trajectories"],
    "edge-of-stability": ["trajectories"],
    "linear-attention": ["trajectories"],
    "margins": ["trajectories"],
    "matrix-completion": ["recovery"],
    "matrix-factorization": ["factorization", "recovery", "step-size"],
    "optimizer-weak-error": ["weak-error"],
    "phase-diagram": ["advantage-step-size-one-minus-beta2", "heat-step-size-one-minus-beta2"],
    "quickstart": ["recovery", "population-loss"],
    "sample-complexity": ["recovery"],
    "sample-complexity-1000": ["recovery"],
    "sample-complexity-10000": ["sharpness-plane"],
    "sharpness-trajectories": ["theory"],
    "two-layer-drift": ["theory"],
    "weak-error": ["weak-error"],
    "weak-error-optimizers": ["weak-error"],
  ]

  @Test(arguments: figures.keys.sorted())
  func aSmallVariantRunsAndAnswers(study: String) throws {
    let text = try Self.text(of: "\(study).yaml")
    let sweep = directory.write(text, to: "\(study).yaml")
    if let script = text.firstMatch(of: /`python ([a-z0-9-]+\.py)`/)?.1 {
      _ = directory.write(try Self.text(of: "\(script)"), to: "\(script)")
      let make = try runProcess(
        "/usr/bin/env", ["-C", directory.path, try Python.interpreter, "\(script)"])
      #expect(make.exitCode == 0, "\(make.standardError)")
    }
    let out = directory.file("out")
    let run = try runProcess(
      try builtProgram("thalweg"), ["run", sweep, "--out", out] + (try smallVariant(text)),
      timeout: .seconds(1200))
    #expect(run.exitCode == 0, "\(run.standardError)")
    let report = try Program.run("report", out, "--out", out, "--json")
    #expect(report.exitCode == 0, "\(report.standardError)")
    #expect(!report.standardOutput.contains("\"failed\""), "\(report.standardOutput)")
    for figure in Self.figures[study] ?? [] {
      let data = String(decoding: try Files.read("\(out)/\(figure).dat"), as: UTF8.self)
      let rows = data.split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(!rows.isEmpty, "\(figure)")
    }
  }

  /// What follows `# small:` in a sweep's head.
  private func smallVariant(_ text: String) throws -> [String] {
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("# small: ") })
    return line.dropFirst("# small: ".count).split(separator: " ").map(String.init)
  }

  /// Every sweep says what is asked, what is claimed and what it costs.
  @Test func everySweepSaysWhatItAsks() throws {
    let names = try Files.names(in: Self.sweeps.path).filter { $0.hasSuffix(".yaml") }
    #expect(Set(names) == Set(Self.figures.keys.map { "\($0).yaml" }))
    for name in names {
      let head = try Self.text(of: name).components(separatedBy: "\nname:")[0]
      #expect(head.hasPrefix("# ") && head.contains("?"), "\(name) asks")
      #expect(head.contains("CPU-"), "\(name) says what it costs")
    }
  }

  private static func text(of name: String) throws -> String {
    String(decoding: try Files.read(sweeps.appending(path: name).path), as: UTF8.self)
  }
}
