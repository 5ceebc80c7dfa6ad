/// Reads a model: names first, then shapes, starts and the prediction.
struct ModelReader {
  private(set) var faults: [ModelFault] = []
  private let text: ModelText
  private let input: Shape
  private let outputs: Int
  private var sizes: [String: Int] = [:]
  private var usedNames: Set<String> = []
  private var extents: [String: [Int]] = [:]

  init(_ text: ModelText, input: Shape, outputs: Int, samples: Int?) {
    self.text = text
    self.input = input
    self.outputs = outputs
    sizes["outputs"] = outputs
    if let samples { sizes["samples"] = samples }
    if input.rank == 1 { sizes["inputs"] = input[0] }
    if input.rank == 2 {
      sizes["input_rows"] = input[0]
      sizes["input_columns"] = input[1]
    }
  }

  /// The model; nil where there are faults.
  mutating func read() -> FormulaModel? {
    checkNames()
    for size in text.sizes where sizes[size.name] == nil { sizes[size.name] = max(size.value, 1) }
    let blocks = text.blocks.compactMap { shaped($0) }
    let read = text.blocks.map { readStarts($0) }
    let scope = Scope.prediction(
      blocks: blocks, sizes: sizes, constants: text.constants, input: input, outputs: outputs)
    // Where a block has no shape, what uses it would look wrong.
    let prediction =
      blocks.count == text.blocks.count ? formula(text.prediction, scope, .prediction) : nil
    guard faults.isEmpty, let prediction else { return nil }
    for size in text.sizes where !usedNames.contains(size.name) {
      note(
        .unused, "nothing uses the size \(size.name)", at: .name(.sizes, size.name), size.name)
    }
    guard faults.isEmpty else { return nil }
    return FormulaModel(
      blocks: zip(blocks, read).map {
        FormulaModel.Block(block: $0, starts: $1.starts, stepFactor: $1.factor)
      }, prediction: prediction)
  }

  private mutating func note(
    _ kind: Mistake.Kind, _ message: String, at place: ModelPlace, _ written: String,
    suggestion: String? = nil
  ) {
    let first = TextPlace(line: 1, column: 1)
    let last = TextPlace(line: 1, column: max(1, written.unicodeScalars.count))
    faults.append(
      ModelFault(
        place: place,
        mistake: Mistake(kind, message, at: TextSpan(first, last), suggestion: suggestion)))
  }

  /// A text in its scope; its mistakes are noted.
  private mutating func formula(_ text: String, _ scope: Scope, _ place: ModelPlace) -> Formula? {
    do throws(FormulaError) {
      let formula = try Formula(text, in: scope)
      usedNames.formUnion(formula.usedNames)
      return formula
    } catch {
      faults += error.mistakes.map { ModelFault(place: place, mistake: $0) }
      return nil
    }
  }

  // MARK: Names and shapes

  private mutating func checkNames() {
    var taken = Scope.reserved.union(sizes.keys)
    taken.formUnion(["inputs", "outputs", "samples", "input_rows", "input_columns"])
    for group in text.order {
      let names =
        switch group {
        case .parameters: text.blocks.map(\.name)
        case .sizes: text.sizes.map(\.name)
        case .constants: text.constants
        }
      for name in names {
        if !Scope.isName(name) {
          note(
            .name, "\(name) is no name: letters, digits and _, no digit first",
            at: .name(group, name), name)
        } else if !taken.insert(name).inserted {
          note(.nameTaken, "\(name) is taken", at: .name(group, name), name)
        }
      }
    }
    for size in text.sizes where size.value < 1 {
      note(
        .size, "\(size.name): \(size.value) is no whole number from 1", at: .size(size.name),
        "\(size.value)")
    }
  }

  private mutating func shaped(_ block: ModelText.Block) -> Scope.Block? {
    let scope = Scope.number(sizes: sizes, called: "an extent")
    var extents: [Int] = []
    for (i, written) in block.extents.enumerated() {
      let place = ModelPlace.extent(block: block.name, i)
      guard let formula = formula(written, scope, place) else { continue }
      let value = formula.graph.uniformValue(formula.result) ?? .nan
      guard value >= 1, value == value.rounded(), let extent = Int(exactly: value) else {
        note(.size, "\(written) is \(value), no whole number from 1", at: place, written)
        continue
      }
      extents.append(extent)
    }
    guard extents.count == block.extents.count else { return nil }
    if extents.count > 3 {
      note(
        .rank, "\(block.name) has rank \(extents.count): at most a stack of matrices, rank 3",
        at: .extent(block: block.name, 3), block.extents[3])
      return nil
    }
    let others = self.extents.values.reduce(0.0) { $0 + $1.reduce(1.0) { $0 * Double($1) } }
    guard extents.reduce(1.0, { $0 * Double($1) }) + others <= Double(Limits.numbers) else {
      note(
        .tooLarge, "more than \(Limits.numbers) parameters", at: .extent(block: block.name, 0),
        block.extents.first ?? "")
      return nil
    }
    self.extents[block.name] = extents
    return Scope.Block(name: block.name, extents: extents, isTrained: block.isTrained)
  }

  // MARK: Starts

  private mutating func readStarts(
    _ block: ModelText.Block
  ) -> (starts: [Start<Formula>], factor: Formula?) {
    var starts: [Start<Formula>] = []
    for (i, start) in block.starts.enumerated() {
      let place = ModelPlace.start(block: block.name, i)
      if let start = read(start, of: block, place) { starts.append(start) }
    }
    let number = Scope.number(
      sizes: sizes, constants: text.constants, called: "the factor of the step size")
    let factor = block.stepFactor.flatMap {
      formula($0, number, .stepFactor(block: block.name))
    }
    return (starts, factor)
  }

  private mutating func read(
    _ start: Start<String>, of block: ModelText.Block, _ place: ModelPlace
  ) -> Start<Formula>? {
    switch start {
    case .values(let text): values(text, of: block, place).map { .values($0) }
    case .normal(let text): size(text, "normal", place).map { .normal($0) }
    case .uniform(let text): size(text, "uniform", place).map { .uniform($0) }
    case .signs(let text): size(text, "signs", place).map { .signs($0) }
    case .unitRows(let text):
      ranked(block, 1, "unit_rows needs rows", place, text)
        ? size(text, "unit_rows", place).map { .unitRows($0) } : nil
    case .orthogonal(let text):
      ranked(block, 2, "orthogonal needs a matrix", place, text)
        ? size(text, "orthogonal", place).map { .orthogonal($0) } : nil
    case .sameAs(let other): leads(from: block, to: other, place) ? .sameAs(other) : nil
    }
  }

  private mutating func ranked(
    _ block: ModelText.Block, _ rank: Int, _ message: String, _ place: ModelPlace, _ text: String
  ) -> Bool {
    guard let extents = extents[block.name], extents.count < rank else { return true }
    note(.initial, message, at: place, text)
    return false
  }

  /// A number that is not negative, as far as that is known before constants have values.
  private mutating func size(_ text: String, _ kind: String, _ place: ModelPlace) -> Formula? {
    let scope = Scope.number(
      sizes: sizes, constants: self.text.constants, called: "the size of \(kind)")
    guard let formula = formula(text, scope, place) else { return nil }
    if let value = formula.graph.uniformValue(formula.result), !(value >= 0) {
      note(.initial, "\(kind) \(text) is negative, or no number", at: place, text)
      return nil
    }
    return formula
  }

  private mutating func values(
    _ text: String, of block: ModelText.Block, _ place: ModelPlace
  ) -> Formula? {
    guard let extents = extents[block.name] else { return nil }
    // Of a stack, one array stands for all.
    let shape = Shape(extents.count == 3 ? Array(extents.dropFirst()) : extents) ?? .number
    var scope = Scope.start(shape: shape, sizes: sizes, constants: self.text.constants)
    scope.resultKind = .shape
    return formula(text, scope, place)
  }

  /// Whether `same_as` leads to a block of the same shape that has a start of its own.
  private mutating func leads(
    from block: ModelText.Block, to other: String, _ place: ModelPlace
  ) -> Bool {
    var seen: Set<String> = [block.name]
    var next: String? = other
    while let name = next {
      guard let target = text.blocks.first(where: { $0.name == name }) else {
        note(
          .unknownName, "there is no block \(name)", at: place, other,
          suggestion: NearestName.of(name, among: text.blocks.map(\.name)))
        return false
      }
      guard seen.insert(name).inserted else {
        // Told once for the whole circle, by the block that comes first in it.
        let places = text.blocks.map(\.name).filter { seen.contains($0) }
        if places.first == block.name {
          note(
            .sameAs, "\(block.name) begins as itself, by way of \(other)", at: place, other)
        }
        return false
      }
      if let a = extents[block.name], let b = extents[name], a != b {
        note(.shape, "\(block.name): \(a), \(name): \(b)", at: place, other)
        return false
      }
      next =
        target.starts.lazy.compactMap {
          if case .sameAs(let further) = $0 { further } else { nil }
        }.first
    }
    return true
  }
}
