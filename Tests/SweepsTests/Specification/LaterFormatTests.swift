import Parameters
import Testing

@testable import Sweeps

/// What came after the frozen format leaves no trace where it is at its default; with a registry made
/// up for it.
@Suite struct LaterFormatTests {
  private struct Plain: Kind {
    static let name = "plain"
    static let size = Parameter(
      "size", .integer(1...99), longName: "a size", role: .problem, isRequired: true)
    /// A later key of an old kind.
    static let slope = Parameter(
      "slope", .real(.any), .varying, longName: "a slope", role: .tuned, default: .real(0)
    ).with { $0.since = 3 }
    static let parameters = [size, slope]
    init(_: borrowing Values) {}
  }

  private struct Squared: Kind {
    static let name = "squared"
    init(_: borrowing Values) {}
  }

  private struct Huber: Kind {
    static let name = "huber"
    static let since = 3
    static let width = Parameter(
      "width", .real(.positive), .varying, longName: "a width", role: .tuned, default: .real(1)
    ).with { $0.since = 3 }
    static let parameters = [width]
    init(_: borrowing Values) {}
  }

  private static let stepSize = Parameter(
    "eta", .real(.positive), .varying, longName: "η", role: .tuned, default: .real(0.5))
  private static let time = Parameter(
    "time", .real(.positive), longName: "T", role: .tuned, isRequired: true)
  private static let steps = Parameter(
    "steps", .integer(1...100), longName: "steps", role: .tuned, isRequired: true
  ).with { $0.law = .init([time], meaning: "{time: 1}", isPresumed: true) }
  private static let later = Parameter(
    "later", .choice(["no", "yes"]), longName: "later", role: .method, default: .text("no")
  ).with { $0.since = 4 }

  private static func schema(withLater: Bool) -> Schema {
    let model = Family("model", role: .problem, column: Column(), kinds: [Plain.self])
    let loss = Family(
      "loss", role: .problem, column: Column(), defaultKind: Squared.self,
      kinds: [Squared.self, Huber.self], since: 3)
    return Schema(
      families: withLater ? [model, loss] : [model],
      parameters: [stepSize, steps] + (withLater ? [later] : []),
      clock: Schema.Clock(steps: "steps", slowTime: "steps.time", stepSize: "eta"))
  }

  private func decoded(_ lines: String, withLater: Bool = true) throws -> Specification {
    try Specification(
      yaml: "name: t\nsteps: 50\n\(lines)\n", source: "t.yaml",
      schema: Self.schema(withLater: withLater))
  }

  private func paths(_ specification: Specification) -> [String] {
    specification.subgrids[0].parameters.map(\.path)
  }

  @Test func aSweepWithoutThemIsTheSameAsBefore() throws {
    let before = try decoded("model: {kind: plain, size: 3}", withLater: false)
    let after = try decoded("model: {kind: plain, size: 3}")
    #expect(before == after && before.canonicalJSON == after.canonicalJSON)
    #expect(paths(after) == ["eta", "model.kind", "model.size", "steps"])
    #expect(Schema.frozenFormat == 2)
  }

  @Test(arguments: [
    "model: {kind: plain, size: 3, slope: 0}",
    "model: {kind: plain, size: 3}\nloss: {kind: squared}",
    "model: {kind: plain, size: 3}\nlater: no", "model: {kind: plain, size: 3}\nloss: [{}]",
  ])
  func aDefaultThatIsWrittenCountsNothing(lines: String) throws {
    let plain = try decoded("model: {kind: plain, size: 3}")
    let written = try decoded(lines)
    #expect(written == plain && written.canonicalJSON == plain.canonicalJSON)
    #expect(Self.schema(withLater: true).format(of: written) == 2)
  }

  @Test func anotherValueIsThere() throws {
    let slope = try decoded("model: {kind: plain, size: 3, slope: 2}")
    #expect(paths(slope).contains("model.slope") && !paths(slope).contains("loss.kind"))
    #expect(Self.schema(withLater: true).format(of: slope) == 3)
    let huber = try decoded("model: {kind: plain, size: 3}\nloss: {kind: huber}")
    #expect(paths(huber).contains("loss.kind") && !paths(huber).contains("loss.width"))
    #expect(Self.schema(withLater: true).format(of: huber) == 3)
    let yes = try decoded("model: {kind: plain, size: 3}\nlater: yes")
    #expect(Self.schema(withLater: true).format(of: yes) == 4)
  }

  /// A sweep that has both says which is which, so that its runs can be told.
  @Test func aDefaultBesideOthersIsThere() throws {
    let both = try decoded("model: {kind: plain, size: 3}\nloss: [{kind: squared}, {kind: huber}]")
    let kinds = both.subgrids.map { subgrid in
      subgrid.constants.first { $0.path == "loss.kind" }?.values[0]
    }
    #expect(kinds == [.text("squared"), .text("huber")])
    let axis = try decoded("model: {kind: plain, size: 3, slope: [0, 2]}")
    #expect(axis.subgrids[0].varyingAxes.map { $0.components[0].path } == ["model.slope"])
  }
}
