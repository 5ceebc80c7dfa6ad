import Formulas
import TestSupport
import Testing

@testable import Training

/// Every function of the language in lanes.
@Suite struct GraphFunctionTests {
  /// The value of the function, given z, is what the net's last line sums up.
  static let texts = [
    "exp(z)", "expm1(z)", "log(z * z + 0.1)", "log1p(abs(z))", "sqrt(z * z + 0.1)", "square(z)",
    "abs(z)", "sign(z) * z", "sin(3 * z)", "cos(3 * z)", "tanh(z)", "arctan(z)", "erf(z)",
    "relu(z)", "leaky_relu(z, 0.2)", "elu(z)", "silu(z)", "gelu(z)", "gelu(z, approximate=True)",
    "softplus(z)", "sigmoid(z)", "maximum(z, v)", "minimum(z, v)", "where(z < v, z, v * v)",
    "where(z <= v, z, v)", "where(z == v, z, v)", "where(z > v, exp(z), 1)", "abs(z) ** v",
    "z ** 7", "(z * z + 1) ** -2", "abs(z) ** 0.5", "z / (2 + abs(v))", "-z", "z - v",
    "max(z) * z", "min(z) * v", "prod(z) + z", "mean(z) * z", "norm(z) * z", "logsumexp(z) * z",
    "softmax(z)", "log_softmax(z)", "concatenate([z[1:], v[:1]])", "reshape(z, (3, 1))[:, 0]",
    "outer(z, v) @ v", "diag(outer(z, v))", "trace(outer(z, v)) * v", "ravel(outer(z, v))[2:5]",
    "outer(z, v).T @ z", "sum(outer(z, v), axis=0)", "max(outer(z, v), axis=1)",
    "softmax(outer(z, z), axis=0) @ v", "zeros(3) + ones(3) * z + eye(3) @ v",
    "array([1, 2, 3]) * z", "dot(z, v) * z", "diag(z) @ v",
    "min(outer(z, z) + outer(v, v), axis=0)",
  ]

  @Test(arguments: texts) func predictionsHaveTheBitsOfTheInterpreter(text: String) throws {
    let example = try GraphCase(
      "z = W @ x\nu @ (\(text))", [("W", [3, 4]), ("u", [3]), ("v", [3])], input: .vector(4),
      samples: 35)
    let found = example.found(as: SIMD8<Double>.self)
    for lane in [0, 3] {
      let expected = example.expected(lane: lane)
      #expect(found[lane].predictions == expected.predictions)
      #expect(deviation(found[lane].gradient, expected.gradient) < 1e-12)
    }
    let singles = example.found(as: SIMD8<Float>.self)
    let expected = example.expected(lane: 3)
    // Some of these cancel.
    #expect(deviation(singles[3].predictions, expected.predictions) < 1e-5)
    #expect(deviation(singles[3].gradient, expected.gradient) < 3e-5)
  }
}
