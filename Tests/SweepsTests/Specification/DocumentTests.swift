import Testing

@testable import Sweeps

@Suite struct DocumentTests {
  @Test func lineBreaksAndByteOrderMarkDoNotMatter() throws {
    let plain = try specification(of: sweep())
    let windows = sweep().split(separator: "\n").joined(separator: "\r\n")
    #expect(try specification(of: windows) == plain)
    #expect(try specification(of: "\u{FEFF}" + sweep()) == plain)
  }

  @Test func anAliasStandsForItsAnchor() throws {
    let grid = try grid([
      .optimizer: """
      optimizer:
        - {kind: sgd, step_size: &steps [0.1, 0.2]}
        - {kind: adam, beta2: 0.9, step_size: *steps}
      """
    ])
    #expect(grid.reals("optimizer.step_size") == [0.1, 0.2, 0.1, 0.2])
  }

  @Test func wordsMayBeQuoted() throws {
    let quoted = try specification(of: sweep([.noise: #"noise: {"kind": 'none'}"#]))
    #expect(try quoted == specification(of: sweep()))
  }

  /// The message quotes the whole line, here one of 5000 brackets.
  @Test func deepNestingIsAMistake() {
    let brackets = "x: " + String(repeating: "[", count: 5000)
    let report = Mistake("", .seed, brackets, message: "").report
    #expect(report.hasPrefix("s.yaml:7:5: not valid YAML: Maximum nesting level reached"))
  }

  @Test func manyRepeatedKeysEndInAMistake() {
    let keys = Array(repeating: "x: 1\n", count: 300).joined()
    #expect(throws: SpecificationError.self) { try specification(of: sweep() + keys) }
  }

  @Test func aUnionOfTooManySubgridsIsAMistake() {
    let list = (1...400).map { "{kind: sgd, step_size: \($0)}" }.joined(separator: ", ")
    let noises = (1...400).map { "{kind: label, alpha: \($0)}" }.joined(separator: ", ")
    let mistake = Mistake(
      "", file: sweep([.optimizer: "optimizer: [\(list)]", .noise: "noise: [\(noises)]"]),
      message: """
        s.yaml:1:1: the lists of blocks make more than 100000 sub-grids
            1 | name: t
              | ^
        """)
    #expect(mistake.report == mistake.message)
  }

  @Test func wideLineNumbersKeepTheGutterStraight() {
    let diagnostic = Diagnostic(
      place: Place(source: "a.yaml", line: 1_234_567, column: 2), message: "no", line: "xy")
    #expect(
      diagnostic.description == """
        a.yaml:1234567:2: no
        1234567 | xy
                |  ^
        """)
  }

  @Test func theErrorHoldsEachMistakeOnce() {
    // The same entry stands in two sub-grids.
    let yaml = sweep([
      .model: "model: {kind: diagonal-net, dimension: 10, sparsity: 11}",
      .noise: "noise: [{kind: none}, {kind: label, alpha: 1}]",
    ])
    let error = #expect(throws: SpecificationError.self) { try specification(of: yaml) }
    #expect(error?.diagnostics.count == 1)
  }
}
