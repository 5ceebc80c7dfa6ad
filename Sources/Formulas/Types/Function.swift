/// The functions of the language, by the names of jax.numpy and jax.nn.
public enum Function: String, CaseIterable, Hashable, Sendable {
  case exp, log, log1p, expm1, sqrt, square, abs, sign, sin, cos, tanh, arctan, erf
  case relu
  case leakyReLU = "leaky_relu"
  case elu, silu, gelu, softplus, sigmoid
  case maximum, minimum, `where`
  case sum, mean, max, min, prod, norm, softmax
  case logSoftmax = "log_softmax"
  case logsumexp
  case dot, outer, trace, diag
  case concatenate, reshape, ravel, zeros, ones, eye, array
  /// Of recorded quantities only.
  case singularValues = "singular_values"
  case rank, argmax
  case oneHot = "one_hot"

  /// The functions of section 1 of the language: of predictions, losses, updates, starts.
  public static let common = Set(allCases).subtracting(recorded)

  /// Those that only recorded quantities have beside the common ones.
  public static let recorded: Set<Function> = [.singularValues, .rank, .argmax, .oneHot]

  /// How many arguments it takes without keyword, and which keywords.
  struct Signature {
    var arguments: ClosedRange<Int>
    var keywords: [String] = []
  }

  /// See ``Signature``.
  var signature: Signature {
    switch self {
    case .maximum, .minimum, .dot, .outer, .reshape, .rank, .oneHot: Signature(arguments: 2...2)
    case .where: Signature(arguments: 3...3)
    case .leakyReLU: Signature(arguments: 1...2, keywords: ["negative_slope"])
    case .elu: Signature(arguments: 1...2, keywords: ["alpha"])
    case .gelu: Signature(arguments: 1...2, keywords: ["approximate"])
    case .softmax, .logSoftmax, .argmax, .concatenate:
      Signature(arguments: 1...2, keywords: ["axis"])
    case .sum, .mean, .max, .min, .prod, .logsumexp:
      Signature(arguments: 1...2, keywords: ["axis", "keepdims"])
    case .norm: Signature(arguments: 1...1, keywords: ["axis", "keepdims"])
    case .eye: Signature(arguments: 1...2)
    default: Signature(arguments: 1...1)
    }
  }
}
