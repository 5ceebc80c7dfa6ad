/// The step of an optimizer as Python; see ``PythonText``.
///
/// In scope are θ and the gradient g as vectors `theta` and `g`, η_k as `eta`, the step `k` = 1, 2, … and the states. A
/// line that binds a state gives its next value; the value of the last one is the next θ.
public struct PythonUpdate: Hashable, Sendable {
  /// What is kept from a step to the next, each with what it begins with; the second moment of every
  /// parameter is called `v`.
  public var states: [PythonText.Name]
  /// What is computed.
  public var text: PythonText
  /// Constants of the whole program that states and lines name.
  public var constants: [PythonText.Name]

  /// A step.
  ///
  /// - Parameters:
  ///   - lines: What is computed.
  ///   - names: What the lines name beside keys.
  ///   - states: The names of what is kept; each begins with zeros.
  public init(_ lines: String, names: [PythonText.Name] = [], states: [String] = []) {
    text = PythonText(lines, names: names)
    self.states = states.map { PythonText.Name($0, "zeros(P)") }
    constants = []
  }
}

extension PythonUpdate {
  /// The lines of both moments.
  static let moments = """
    m = beta1 * m + (1 - beta1) * g
    \(secondMoment)

    """

  /// The line of the second moment.
  static let secondMoment = "v = (1 - one_minus_beta2) * v + one_minus_beta2 * g ** 2"

  /// c₁ and c₂, the second of which is exact for the smallest 1 − β₂.
  static let complements = """
    c1 = 1 - beta1 ** k
    \(secondComplement)

    """

  /// c₂.
  static let secondComplement = "c2 = -expm1(k * log1p(-one_minus_beta2))"

  /// Adam, θ − η m / (√v + ε), or with another power of v.
  static func adam(correctsBias: Bool, exponent: String? = nil) -> PythonUpdate {
    let (c, m, v) = correctsBias ? (complements, "(m / c1)", "(v / c2)") : ("", "m", "v")
    let power = exponent.map { "\(v) ** \($0)" } ?? (correctsBias ? "sqrt\(v)" : "sqrt(v)")
    return PythonUpdate(
      moments + c + "theta - eta * \(m) / (\(power) + epsilon)", states: ["m", "v"])
  }

  /// Adam with a second moment that the parameters of each range share.
  static func blockwiseAdam(_ blocks: [Range<Int>], correctsBias: Bool) -> PythonUpdate {
    var update = adam(correctsBias: correctsBias)
    update.text.lines = update.text.lines.replacing(
      "g ** 2", with: "piece_means(g ** 2, PIECES)")
    update.constants = [pieces(blocks)]
    return update
  }

  /// The lengths of ranges that cover θ in order.
  static func pieces(_ blocks: [Range<Int>]) -> PythonText.Name {
    PythonText.Name("PIECES", PythonText.list(blocks.map(\.count)) { "\($0)" })
  }

  /// The shapes of the matrices that θ consists of, in order; a vector is a row.
  static func matrices(of layout: ParameterLayout) -> PythonText.Name {
    let shapes = layout.matrices.map { [$0.rowCount, $0.columnCount] }
    return PythonText.Name("MATRICES", PythonText.list(shapes, PythonText.shape))
  }
}

/// What a noise draws at step `k`, as Python; nil where it leaves that alone.
public struct PythonNoise: Hashable, Sendable {
  /// Added to the targets of the step, `count` of them.
  public var targets: String?
  /// Added to the gradient, P numbers.
  public var gradient: String?
  /// Added to θ after the step of size `eta`, P numbers.
  public var parameters: String?

  /// Nothing at all, unless it is given.
  public init(targets: String? = nil, gradient: String? = nil, parameters: String? = nil) {
    (self.targets, self.gradient, self.parameters) = (targets, gradient, parameters)
  }
}
