import Formulas
import Testing

@Suite struct ModelTests {
  private func model(
    _ blocks: [ModelText.Block], sizes: [ModelText.Size] = [], constants: [String] = [],
    _ prediction: String
  ) -> ModelText {
    ModelText(blocks: blocks, sizes: sizes, constants: constants, prediction: prediction)
  }

  private func faults(_ text: ModelText, input: Shape = .vector(4)) -> [ModelFault] {
    do throws(ModelError) {
      _ = try FormulaModel(text, input: input, outputs: 1, samples: 8)
      return []
    } catch {
      return error.faults
    }
  }

  static let twoLayer = [
    ModelText.Block(
      name: "W", extents: ["width", "inputs"], starts: [.normal("1 / sqrt(inputs)")]),
    ModelText.Block(name: "a", extents: ["width"], starts: [.values("0"), .normal("scale")]),
  ]

  @Test func extentsAndStartsAreRead() throws {
    let text = model(
      Self.twoLayer, sizes: [ModelText.Size("width", 3)], constants: ["scale"],
      "a @ tanh(W @ x)")
    let read = try FormulaModel(text, input: .vector(4), outputs: 1, samples: 8)
    #expect(read.blocks.map(\.block.extents) == [[3, 4], [3]])
    #expect(read.blocks.map(\.starts.count) == [1, 2])
    guard case .normal(let formula) = read.blocks[0].starts[0] else {
      Issue.record("the start is normal")
      return
    }
    #expect(Interpreter(formula.graph, outputs: [formula.result])([:]) == [[0.5]])
  }

  @Test func stacksHaveThreeExtents() throws {
    let text = model(
      [ModelText.Block(name: "K", extents: ["2", "inputs", "inputs"])], "sum(K[0] @ K[1] @ x)")
    let read = try FormulaModel(text, input: .vector(4), outputs: 1, samples: nil)
    #expect(read.blocks[0].block.count == 32)
  }

  @Test func sizesOfTheDataAreInScope() {
    let matrix = model(
      [ModelText.Block(name: "P", extents: ["input_columns", "input_rows"])], "sum(P.T * x)")
    #expect(faults(matrix, input: .matrix(2, 3)).isEmpty)
    #expect(faults(matrix).map(\.mistake.kind) == [.unknownName, .unknownName])
  }

  /// What is wrong in the block itself: kinds as in `mistakes.jsonl`, and the place.
  @Test func faultsOfBlocksAreFound() {
    typealias Block = ModelText.Block
    let w = Block(name: "w", extents: ["inputs"])
    func start(_ start: Start<String>) -> Block {
      Block(name: "w", extents: ["inputs"], starts: [start])
    }
    let cases: [(ModelText, Mistake.Kind, ModelPlace)] = [
      (
        model([Block(name: "x", extents: ["inputs"])], "x @ x"), .nameTaken,
        .name(.parameters, "x")
      ),
      (model([w], sizes: [.init("inputs", 3)], "w @ x"), .nameTaken, .name(.sizes, "inputs")),
      (model([Block(name: "lambda")], "sum(x)"), .nameTaken, .name(.parameters, "lambda")),
      (model([Block(name: "w-1")], "sum(x)"), .name, .name(.parameters, "w-1")),
      (
        model([Block(name: "w", extents: ["input"])], "w @ x"), .unknownName,
        .extent(block: "w", 0)
      ),
      (
        model([Block(name: "W", extents: ["d", "2"])], sizes: [.init("d", -3)], "sum(W)"), .size,
        .size("d")
      ),
      (model([Block(name: "w", extents: ["-2"])], "sum(w)"), .size, .extent(block: "w", 0)),
      (model([Block(name: "w", extents: ["5 / 2"])], "sum(w)"), .size, .extent(block: "w", 0)),
      (
        model([Block(name: "T", extents: ["2", "2", "2", "2"])], "sum(x)"), .rank,
        .extent(block: "T", 3)
      ),
      (
        model(
          [
            Block(name: "u", extents: ["inputs"], starts: [.sameAs("v")]),
            Block(name: "v", extents: ["inputs"], starts: [.sameAs("u")]),
          ], "(u - v) @ x"), .sameAs, .start(block: "u", 0)
      ),
      (model([start(.sameAs("ww"))], "w @ x"), .unknownName, .start(block: "w", 0)),
      (model([start(.normal("-1"))], "w @ x"), .initial, .start(block: "w", 0)),
      (model([start(.normal("1 / sqrt(width)"))], "w @ x"), .unknownName, .start(block: "w", 0)),
      (model([start(.values("ones(3)"))], "w @ x"), .shape, .start(block: "w", 0)),
      (model([start(.orthogonal("1"))], "w @ x"), .initial, .start(block: "w", 0)),
      (model([w], sizes: [.init("width", 3)], "w @ x"), .unused, .name(.sizes, "width")),
      (
        model([Block(name: "W", extents: ["20000", "20000"])], "sum(x)"), .tooLarge,
        .extent(block: "W", 0)
      ),
      (model([w], "w @ xx"), .unknownName, .prediction),
    ]
    for (text, kind, place) in cases {
      let found = faults(text)
      #expect(found.map(\.mistake.kind) == [kind], "\(found)")
      #expect(found.first?.place == place)
    }
  }

  @Test func startsHaveTheirNames() {
    for kind in Start<String>.kinds { #expect(Start(kind: kind, "1") != nil) }
    #expect(Start(kind: "gauss", "1") == nil)
  }
}
