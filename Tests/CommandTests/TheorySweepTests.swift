import FileSystem
import Foundation
import TestSupport
import Testing

/// The sweeps that set theory beside training, with few seeds.
@Suite struct TheorySweepTests {
  private let directory = TemporaryDirectory()

  /// Makes the problem, runs the sweep with some settings changed, and reads a figure's data.
  private func data(
    _ figure: String, of sweep: String, problem script: String = "weak-error.py",
    _ changes: String...
  ) throws -> String {
    let sweeps = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "sweeps")
    for name in [script, sweep] {
      let text = try String(contentsOf: sweeps.appending(path: name), encoding: .utf8)
      _ = directory.write(text, to: name)
    }
    let make = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try Python.interpreter, script])
    #expect(make.exitCode == 0, "\(make.standardError)")
    let out = directory.file("out")
    let run = try runProcess(
      try builtProgram("thalweg"),
      ["run", directory.file(sweep), "--out", out] + changes.flatMap { ["--set", $0] })
    #expect(run.exitCode == 0, "\(run.standardError)")
    let report = try Program.run("report", out, "--out", out)
    #expect(report.exitCode == 0, "\(report.standardError)")
    let data = try Files.read("\(out)/\(figure).dat")
    return String(decoding: data, as: UTF8.self)
  }

  /// The exponent that a figure's data state for a curve.
  private func exponent(of curve: String, in data: String) throws -> Double {
    let note = try #require(
      data.components(separatedBy: "\n").first { $0.hasPrefix("# \(curve):") })
    let number = try #require(
      note.components(separatedBy: "p = ").last?.split(separator: " ").first)
    return try #require(Double(number))
  }

  /// Seeds are fixed, and so are the exponents: 1.14, 0.97 and 1.09 on a net.
  @Test func theErrorFallsInProportionToTheStepSize() throws {
    let data = try data("weak-error", of: "weak-error.yaml", "noise_seed={count: 32}")
    for optimizer in ["sgd", "adam", "adam-e"] {
      let exponent = try exponent(of: "diagonal-net, d = 9, tr(H), \(optimizer)", in: data)
      #expect((0.9...1.2).contains(exponent), "\(optimizer): \(exponent)")
    }
    #expect(data.contains("# matrix-factorization, d = 3, depth = 2, tr(Diag(H)^½), adam: error"))
  }

  @Test func offTheTwoSchemeItFallsMoreSlowlyOrFaster() throws {
    let data = try data("weak-error", of: "beta2-weak-error.yaml", "noise_seed={count: 32}")
    let exponents = try ["0.5", "1", "1.5", "2", "2.5", "3"].map {
      try exponent(of: "tr(H), s = \($0)", in: data)
    }
    #expect(exponents == exponents.sorted())
    #expect(exponents[0] < 0.3 && exponents[3] > 0.8 && exponents[5] > 1.1)
  }

  /// What each reduces is at the end within 1 % of the slow equations, at the two least step sizes, after
  /// it fell by a twentieth or more.
  @Test func theoryLiesOverTraining() throws {
    let data = try data(
      "theory", of: "sharpness-trajectories.yaml", problem: "sharpness-trajectories.py",
      "noise_seed={count: 4}", "steps.slow_time=0.2", "record.count=5")
    let curves = data.components(separatedBy: "\n\n\n").dropFirst().map { block in
      block.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { row in
        row.split(separator: " ").compactMap { Double($0) }
      }
    }
    try #require(curves.count == 8)
    for (training, theory) in zip(stride(from: 0, to: 8, by: 2), stride(from: 1, to: 8, by: 2)) {
      let (trained, solved) = (curves[training].map { $0[2] }, curves[theory].map { $0[2] })
      try #require(trained.count == 5 && solved.count == 5)
      #expect(abs(trained[4] - solved[4]) < 0.01 * solved[4])
      #expect(solved[4] < 0.95 * solved[0])
    }
  }
}
