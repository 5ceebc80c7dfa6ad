import Formulas
public import Parameters

/// Design and truth drawn from the data seed.
struct GeneratedData: DataKind {
  static let name = "generated"
  static let parameters: [Parameter] = [
    .design, .samples, .inputs, .inputRows, .target, .teacher, .testSamples, .targetNoise, .flipped,
    .outputs,
  ]
  static let constraints: [Constraint] = [.classesTakeNoNoise]
  static let features: Set<Feature> = [.drawnTruth]

  let source: DataSource

  init(_ values: borrowing Values) {
    var source = DataSource(
      origin: .drawn(design: DesignKind(word: values.text(.design))),
      sampleCount: values.integer(.samples))
    source.testSampleCount = values.integer(.testSamples)
    source.targetNoise = values.real(.targetNoise)
    source.flipped = values.real(.flipped)
    source.outputCount = values.integer(ifGiven: .outputs) ?? 1
    self.source = source
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    guard values.integer(ifGiven: .inputs) != nil else { return [] }
    guard let input = values.sampleShape else {
      return [
        KindError(
          "the inputs of a sample do not fill its rows", at: [Parameter.inputRows.key],
          hint: "inputs is a multiple of input_rows")
      ]
    }
    let outputs = values.integer(ifGiven: .outputs) ?? 1
    return outputFaults(in: values) + targetFaults(in: values, input: input, outputs: outputs)
  }

  private static func targetFaults(
    in values: borrowing Values, input: Shape, outputs: Int
  ) -> [KindError] {
    switch (values.peek(.target)?.asText, values.peek(.teacher)?.asText) {
    case (nil, nil):
      return [KindError("'data' lacks 'target' or 'teacher'", hint: "give exactly one")]
    case (.some, .some):
      return [
        KindError(
          "'target' and 'teacher' say the same thing twice", at: [Parameter.teacher.key],
          hint: "give exactly one")
      ]
    case (let target?, nil):
      do {
        _ = try TargetLaw.formula(target, input: input)
        return outputs > 1 ? classFaults(in: values, target, input, outputs) : []
      } catch {
        return error.mistakes.map { KindError($0, at: [Parameter.target.key]) }
      }
    case (nil, let teacher?):
      guard case .failure(let faults) = TargetLaw.teacher(teacher, input: input, outputs: outputs)
      else { return [] }
      return faults.all.map { fault in
        fault.with { $0.path = [Parameter.teacher.key] + $0.path }
      }
    }
  }
}

extension Values {
  /// The shape of a sample by the keys of `data`: a vector of `inputs` numbers, or a matrix of `input_rows`
  /// rows; nil where they are not given, or do not fill the rows.
  var sampleShape: Shape? {
    guard let inputs = integer(ifGiven: .inputs) else { return nil }
    let rows = integer(ifGiven: .inputRows) ?? 1
    if rows == 1 { return .vector(inputs) }
    return inputs % rows == 0 ? .matrix(rows, inputs / rows) : nil
  }
}

extension GeneratedData {
  /// More numbers of samples than are looked at for targets that are no classes.
  private static let mostNumbers = 1 << 16

  /// A target that is no class, among the first samples of the first data seed.
  private static func classFaults(
    in values: borrowing Values, _ target: String, _ input: Shape, _ outputs: Int
  ) -> [KindError] {
    let top = values.of(nil)
    guard let samples = values.integer(ifGiven: .samples),
      case .seed(let seed)? = top.peek(.dataSeed) ?? top.peek(.seed)
    else { return [] }
    let problem = RegressionProblem.generated(
      design: DesignKind(word: (values.peek(.design) ?? .text("sign")).description),
      samples: min(samples, 256, max(mostNumbers / input.count, 1)),
      truth: .target(target, input: input), dataSeed: seed)
    do throws(ClassMistake) {
      _ = try problem.withClassesAsTargets(outputs)
      return []
    } catch {
      return [
        KindError(
          error.message, at: [Parameter.target.key],
          hint: "where(x[0] > 0, 1, 0) gives one of two classes")
      ]
    }
  }
}

extension DesignKind {
  fileprivate init(word: String) {
    guard let kind = DesignKind(rawValue: word) else {
      preconditionFailure("a checked specification has a design that is known")
    }
    self = kind
  }
}

extension Parameter {
  /// The distribution of a drawn design.
  public static let design = Parameter(
    "design", .choice(DesignKind.allCases.map(\.rawValue)),
    longName: "distribution of the design's entries", role: .problem,
    default: .text(DesignKind.sign.rawValue)
  ).with {
    $0.entersCost = true
    $0.defaultBeside = .init(.entries, of: Block.model, .text(DesignKind.oneHot.rawValue))
    $0.wordSynonyms = [
      "rademacher": "sign", "normal": "gaussian", "onehot": "one-hot", "one_hot": "one-hot",
    ]
    // Its column has a word for a file, too.
    $0.column = nil
  }
}

extension Parameter {
  /// q, the length of a sample, for models that do not say it.
  public static let inputs = Parameter(
    "inputs", .integer(1...mostEntries), longName: "inputs of a sample", symbol: "q",
    role: .problem, isRequired: true
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model says it"))
    $0.entersCost = true
    $0.column = Column(absence: .label(.integer(-1)))
    $0.since = 3
  }

  /// The rows of a sample that is a matrix, for models that do not say it.
  public static let inputRows = Parameter(
    "input_rows", .integer(1...mostEntries), longName: "rows of a sample that is a matrix",
    symbol: "rows of x", role: .problem, default: .integer(1)
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model says it"))
    $0.entersCost = true
    $0.column = Column(absence: .value(.integer(1)))
    $0.since = 3
  }

  /// The target of a sample x, for models that have no truth of their own.
  public static let target = Parameter(
    "target", .formula, longName: "target over a sample x", symbol: "target", role: .problem
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model has a truth"))
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }
}

extension Parameter {
  /// A model with parameters of its own whose predictions are the targets.
  public static let teacher = Parameter(
    "teacher", .structure, longName: "model whose predictions are the targets", symbol: "teacher",
    role: .problem
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model has a truth"))
    $0.column = nil
    $0.since = 3
  }

  /// Samples of a test set.
  public static let testSamples = Parameter(
    "test_samples", .integer(0...mostEntries), longName: "samples of the test set",
    symbol: "test samples", role: .problem, default: .integer(0)
  ).with {
    $0.mayFollow = true
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }

  /// What is added to targets for good.
  public static let targetNoise = Parameter(
    "target_noise", .real(.nonNegative),
    longName: "standard deviation of fixed noise on the targets", symbol: "target noise",
    role: .problem, default: .real(0)
  ).with { $0.since = 3 }

  /// The fraction of targets whose sign or class is turned for good.
  public static let flipped = Parameter(
    "flipped", .real(RealRange(lower: .closed(0), upper: .closed(1))),
    longName: "fraction of targets whose sign or class is turned", symbol: "flipped",
    role: .problem,
    default: .real(0)
  ).with { $0.since = 3 }
}

extension Constraint {
  /// What is added to numbers is not added to classes.
  static let classesTakeNoNoise = Constraint(
    [Parameter.targetNoise.path(in: Block.data), Block.kind(of: Block.loss)]
  ) { corners in
    let mistaken = corners.first { corner in
      corner[0].asReal != 0 && Registry.losses.entry(named: corner[1])?.takesClasses ?? false
    }
    return mistaken.map { corner in
      [
        Mistake(
          "target_noise is added to numbers, and loss '\(corner[1])' takes classes",
          hint: "flipped: 0.1 turns a tenth of them")
      ]
    } ?? []
  }
}

extension Feature {
  /// A model that says how long a sample is, and what a drawn truth is.
  public static let ownInputs = Feature("own inputs")
  /// A truth that is drawn, and whose size is to be said.
  public static let drawnTruth = Feature("a drawn truth")
}
