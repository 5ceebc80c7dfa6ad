import FileSystem
import Foundation
import TestSupport
import Testing

/// The sweeps that set theory beside training, with few seeds.
@Suite struct WeakErrorSweepTests {
  private let directory = TemporaryDirectory()

  private func report(on sweep: String) throws -> String {
    let sweeps = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "sweeps")
    for name in ["weak-error.py", sweep] {
      let text = try String(contentsOf: sweeps.appending(path: name), encoding: .utf8)
      _ = directory.write(text, to: name)
    }
    let make = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try Python.interpreter, "weak-error.py"])
    #expect(make.exitCode == 0, "\(make.standardError)")
    let out = directory.file("out")
    let run = try Program.run(
      "run", directory.file(sweep), "--out", out, "--set", "noise_seed={count: 32}")
    #expect(run.exitCode == 0, "\(run.standardError)")
    let report = try Program.run("report", out, "--out", out)
    #expect(report.exitCode == 0, "\(report.standardError)")
    let data = try Files.read(out + "/weak-error.dat")
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
    let data = try report(on: "weak-error.yaml")
    for optimizer in ["sgd", "adam", "adam-e"] {
      let exponent = try exponent(of: "diagonal-net, d = 9, tr(H), \(optimizer)", in: data)
      #expect((0.9...1.2).contains(exponent), "\(optimizer): \(exponent)")
    }
    #expect(data.contains("# matrix-factorization, d = 3, depth = 2, tr(Diag(H)^½), adam: error"))
  }

  @Test func offTheTwoSchemeItFallsMoreSlowlyOrFaster() throws {
    let data = try report(on: "beta2-weak-error.yaml")
    let exponents = try ["0.5", "1", "1.5", "2", "2.5", "3"].map {
      try exponent(of: "tr(H), s = \($0)", in: data)
    }
    #expect(exponents == exponents.sorted())
    #expect(exponents[0] < 0.3 && exponents[3] > 0.8 && exponents[5] > 1.1)
  }
}
