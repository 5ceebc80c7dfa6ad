import Formulas
import Parameters

/// A formula model as a sweep file says it, and what is wrong with its form.
struct ModelWording {
  /// What was written.
  private(set) var text: ModelText
  /// The values of its constants.
  private(set) var constants: [String: Double] = [:]
  /// Mistakes of form: keys that a block of parameters has not, values that are no text.
  var faults: [KindError] = []

  /// Whether its blocks are those of an architecture, and `initial` says how they begin.
  private(set) var isArchitecture = false
  /// The blocks whose start is that of all blocks, as `initial: {orthogonal: 1}` gives it.
  private var blocksThatBeginAlike: Set<String> = []

  /// The wording of an architecture.
  init(_ text: ModelText) { (self.text, isArchitecture) = (text, true) }

  /// The wording of a model's block.
  init(_ values: borrowing Values) {
    let sizes = values.names(.sizes).compactMap { name in
      values.peek(.entry(of: .sizes, named: name))?.asInteger.map { ModelText.Size(name, $0) }
    }
    text = ModelText(
      blocks: [], sizes: sizes, constants: values.names(.constants),
      prediction: values.peek(.prediction)?.asText ?? "")
    for name in text.constants {
      constants[name] = values.peek(.entry(of: .constants, named: name))?.asReal
    }
    read(values.peek(.blocks)?.asText.flatMap { Structure($0) })
  }

  /// The wording of a teacher: `parameters`, perhaps `sizes`, and a `prediction`.
  init(teacher: Structure) {
    text = ModelText(blocks: [], prediction: teacher[Parameter.prediction.key]?.text ?? "")
    let keys = [Parameter.blocks, .sizes, .prediction].map(\.key)
    for entry in teacher.entries ?? [] where !keys.contains(entry.key) {
      faults.append(
        KindError(
          "unknown key '\(entry.key)' in 'teacher'", at: [entry.key],
          hint: "one of: " + keys.joined(separator: ", ")
        ).with { $0.isOfKey = true })
    }
    for entry in teacher[Parameter.sizes.key]?.entries ?? [] {
      guard let size = entry.value.text.flatMap({ Int($0) }) else {
        fault(
          "the size '\(entry.key)' of a teacher is one whole number",
          [Parameter.sizes.key, entry.key], hint: "\(entry.key): 4")
        continue
      }
      text.sizes.append(ModelText.Size(entry.key, size))
    }
    if let sizes = teacher[Parameter.sizes.key], sizes.entries == nil {
      fault("'sizes' must be a block of names", [Parameter.sizes.key], hint: "sizes: {width: 4}")
    }
    if text.prediction.isEmpty {
      faults.append(
        KindError(
          "'teacher' lacks 'prediction'", hint: "teacher: {parameters: {…}, prediction: …}"))
    }
    read(teacher[Parameter.blocks.key])
    for block in text.blocks where block.stepFactor != nil {
      fault("a teacher takes no steps", [Parameter.blocks.key, block.name, Self.stepFactor])
    }
  }

  /// The same with other starts of some blocks, `{W: {normal: 0.1}, b: 0}`, or of all of them, `{orthogonal: 1}`.
  func starting(from starts: Structure?) -> ModelWording {
    var wording = self
    let entries = starts?.entries ?? []
    let ofAll = entries.filter { entry in
      Start<String>.kinds.contains(entry.key) && !text.blocks.contains { $0.name == entry.key }
    }
    if let entry = ofAll.first { wording.startAlike(entry) }
    for entry in ofAll.dropFirst() {
      wording.faults.append(
        KindError(
          "'\(ofAll[0].key)' and '\(entry.key)' both say how all blocks begin",
          at: [Parameter.starts.key, entry.key], hint: "keep one of them"
        ).with { $0.isOfKey = true })
    }
    for entry in entries where !ofAll.contains(entry) {
      wording.blocksThatBeginAlike.remove(entry.key)
      guard let index = text.blocks.firstIndex(where: { $0.name == entry.key }) else {
        wording.faults.append(
          KindError(
            "the model has no block '\(entry.key)'", at: [Parameter.starts.key, entry.key],
            hint: "one of: " + text.blocks.map(\.name).joined(separator: ", ")
          ).with { $0.isOfKey = true })
        continue
      }
      wording.text.blocks[index].starts = wording.starts(
        entry.value, [Parameter.starts.key, entry.key])
    }
    return wording
  }

  /// Gives every block one start, where it can have that: what begins as another block goes on to, and what is no
  /// matrix has no orthogonal start.
  private mutating func startAlike(_ entry: Structure.Entry) {
    let path = [Parameter.starts.key]
    guard let start = start(.block([entry]), path) else { return }
    let leastRank = ["orthogonal": 2, "unit_rows": 1][entry.key] ?? 0
    for index in text.blocks.indices where text.blocks[index].extents.count >= leastRank {
      let follows = text.blocks[index].starts.contains {
        if case .sameAs = $0 { true } else { false }
      }
      if follows { continue }
      text.blocks[index].starts = [start]
      blocksThatBeginAlike.insert(text.blocks[index].name)
    }
    if blocksThatBeginAlike.isEmpty {
      faults.append(
        KindError(
          "no block of the model is a matrix, which the start '\(entry.key)' is of",
          at: path + [entry.key],
          hint: "one of: " + text.blocks.map(\.name).joined(separator: ", ")
        ).with { $0.isOfKey = true })
    }
  }

  /// Whether a block begins as all do.
  func beginsAlike(_ block: String) -> Bool { blocksThatBeginAlike.contains(block) }

  private mutating func read(_ blocks: Structure?) {
    for entry in blocks?.entries ?? [] {
      let block = block(entry.key, entry.value)
      text.blocks.append(block)
    }
  }

  private mutating func fault(_ message: String, _ path: [String], hint: String? = nil) {
    faults.append(KindError(message, at: path, hint: hint))
  }

  static let stepFactor = "step_factor"
  private static let keys = ["shape", "initial", "train", stepFactor]

  private mutating func block(_ name: String, _ written: Structure) -> ModelText.Block {
    var block = ModelText.Block(name: name)
    guard let entries = written.entries else {
      fault(
        "'\(name)' must be a block of keys", [Parameter.blocks.key, name],
        hint: "\(name): {shape: [inputs], initial: 0}")
      return block
    }
    for entry in entries {
      let path = [Parameter.blocks.key, name, entry.key]
      switch entry.key {
      case "shape": block.extents = extents(entry.value, path)
      case "initial": block.starts = starts(entry.value, path)
      case "train":
        switch entry.value.text {
        case "true": block.isTrained = true
        case "false": block.isTrained = false
        default: fault("'train' is true or false", path)
        }
      case Self.stepFactor: block.stepFactor = text(entry.value, path)
      default:
        faults.append(
          KindError(
            "unknown key '\(entry.key)' in '\(name)'", at: path,
            hint: "one of: " + Self.keys.joined(separator: ", ")
          ).with { $0.isOfKey = true })
      }
    }
    if !block.isTrained, block.stepFactor != nil {
      fault(
        "the block \(name) is not trained, and takes no steps",
        [Parameter.blocks.key, name, Self.stepFactor])
    }
    return block
  }

  private mutating func text(_ written: Structure, _ path: [String]) -> String? {
    if let text = written.text { return text }
    fault("'\(path[path.count - 1])' must be a number or a formula", path)
    return nil
  }

  private mutating func extents(_ written: Structure, _ path: [String]) -> [String] {
    let elements = written.elements ?? [written]
    return elements.enumerated().compactMap { index, element in
      text(element, written.elements == nil ? path : path + ["\(index)"])
    }
  }

  private mutating func starts(_ written: Structure, _ path: [String]) -> [Start<String>] {
    let elements = written.elements ?? [written]
    return elements.enumerated().compactMap { index, element in
      start(element, written.elements == nil ? path : path + ["\(index)"])
    }
  }

  private mutating func start(_ written: Structure, _ path: [String]) -> Start<String>? {
    if let text = written.text { return .values(text) }
    guard let entries = written.entries, entries.count == 1,
      let text = text(entries[0].value, path + [entries[0].key])
    else {
      fault(
        "a start is a number or one of: \(Start<String>.kinds.joined(separator: ", "))", path,
        hint: "initial: {normal: 0.1}")
      return nil
    }
    let start = Start<String>(kind: entries[0].key, text)
    if start == nil {
      faults.append(
        KindError(
          "there is no start '\(entries[0].key)'",
          at: path + [entries[0].key],
          hint: "one of: " + Start<String>.kinds.joined(separator: ", ")
        ).with { $0.isOfKey = true })
    }
    return start
  }
}

extension KindError {
  /// A mistake of a formula, in the text at the end of a path.
  init(_ mistake: Mistake, at path: [String]) {
    self.init(mistake.message, at: path)
    (line, column) = (mistake.span.first.line, mistake.span.first.column)
    let shapes = mistake.shapes.map { "\($0)" }
    hint =
      mistake.suggestion.map { "did you mean \($0)?" }
      ?? (shapes.isEmpty ? nil : shapes.joined(separator: " and "))
  }

  /// A mistake of a model, where it is in the model's block.
  init(_ fault: ModelFault, of wording: ModelWording) {
    let text = wording.text
    func start(_ block: String, _ index: Int) -> [String] {
      let count = text.blocks.first { $0.name == block }?.starts.count ?? 1
      let start = text.blocks.first { $0.name == block }?.starts[index]
      if wording.beginsAlike(block) { return [Parameter.starts.key, start?.kind ?? ""] }
      let path =
        (wording.isArchitecture
          ? [Parameter.starts.key, block] : [Parameter.blocks.key, block, "initial"])
        + (count > 1 ? ["\(index)"] : [])
      if case .values? = start { return path }
      return path + [start?.kind ?? ""]
    }
    var path: [String]
    var isOfKey = false
    switch fault.place {
    case .name(let group, let name):
      let key =
        switch group {
        case .parameters: Parameter.blocks.key
        case .sizes: Parameter.sizes.key
        case .constants: Parameter.constants.key
        }
      (path, isOfKey) = ([key, name], true)
    case .size(let name): path = [Parameter.sizes.key, name]
    case .extent(let block, let index): path = [Parameter.blocks.key, block, "shape", "\(index)"]
    case .start(let block, let index): path = start(block, index)
    case .stepFactor(let block): path = [Parameter.blocks.key, block, ModelWording.stepFactor]
    case .prediction: path = [Parameter.prediction.key]
    }
    self.init(fault.mistake, at: path)
    self.isOfKey = isOfKey
  }
}

extension Start where Text == String {
  /// What it is called in a sweep file; "formula" for numbers and arrays.
  fileprivate var kind: String {
    switch self {
    case .values: "formula"
    case .normal: "normal"
    case .uniform: "uniform"
    case .orthogonal: "orthogonal"
    case .signs: "signs"
    case .unitRows: "unit_rows"
    case .sameAs: "same_as"
    }
  }
}

extension Values {
  /// The names of a block of names, in the order of the file.
  func names(_ parameter: Parameter) -> [String] {
    peek(parameter)?.asText?.split(separator: " ").map(String.init) ?? []
  }
}

extension Parameter {
  /// What a name of a block of names stands for.
  static func entry(of parameter: Parameter, named name: String) -> Parameter {
    parameter.entries[0].with { $0.key = "\(parameter.key).\(name)" }
  }
}

extension GraphModel {
  /// Factors of step sizes that are no numbers above 0.
  var faultsOfStepFactors: [KindError] {
    blocks.compactMap { block in
      guard let factor = stepFactor(of: block), !(factor > 0 && factor.isFinite) else { return nil }
      return KindError(
        "the step size of \(block.block.name) is multiplied by \(factor), no number above 0",
        at: [Parameter.blocks.key, block.block.name, ModelWording.stepFactor])
    }
  }
}
