internal import Parameters
internal import Training

/// A small sweep of a named model to start from, made of what its kind declares.
public struct ModelStarter {
  /// The words after `kind:` that there is one for.
  public static var names: [String] { Registry.models.map { $0.kind.name } }

  /// The blocks of model and data, and the sweep's name and question, commented.
  public let head: String

  /// The start of a sweep; nil where there is no such model.
  public init?(model name: String) {
    guard let kind = Registry.models.first(where: { $0.kind.name == name })?.kind else {
      return nil
    }
    var lines = [
      Self.line("name: my-\(name)", "a short name, for tables and figures"),
      "# what the sweep answers",
      "question: How does \(name) learn, and does the optimizer matter?", "", "model:",
      Self.line("  kind: \(name)", "'thalweg plan' with --formula prints its formula"),
    ]
    lines += name == "formula" ? Self.formula : kind.parameters.compactMap(Self.key)
    lines += ["", "data:"]
    lines.append(
      kind.features.contains(.entries)
        ? Self.line("  design: one-hot", "samples are entries of the matrix")
        : Self.line(
          "  design: gaussian", "entries of the samples; or sign, sphere, uniform, one-hot"))
    lines +=
      kind.features.contains(.ownInputs)
      ? [Self.line("  samples: [20, 40]", "n")]
      : [
        Self.line("  inputs: 6", "q, the length of a sample x"),
        Self.line("  samples: [20, 40]", "n"),
        Self.line("  target: sin(x[0]) + x[1] * x[2]", "a formula over x; or a teacher"),
        Self.line("  test_samples: 200", "drawn in the same way, for test_loss"),
      ]
    head = lines.joined(separator: "\n") + "\n"
  }

  /// Text with a comment in a column of its own.
  private static func line(_ text: String, _ comment: String) -> String {
    text + String(repeating: " ", count: max(1, 33 - text.count)) + "# " + comment
  }

  /// A key with an example of its value and what it is; nil for one that is better left out.
  private static func key(_ parameter: Parameter) -> String? {
    guard let value = examples[parameter.key] ?? parameter.defaultValue?.description else {
      return parameter.isRequired
        ? line("  \(parameter.key): 1", parameter.longName) : nil
    }
    return line("  \(parameter.key): \(value)", parameter.longName)
  }

  /// Where there is no default, or a small one is better.
  private static let examples = ["dimension": "10", "sparsity": "2", "rank": "1", "width": "8"]

  /// The keys of a formula of the user's own.
  private static let formula = [
    "  parameters:  # blocks of θ by name",
    line(
      "    W: {shape: [width, inputs], initial: {normal: 1 / sqrt(inputs)}}", "shape, and start"),
    line("    a: {shape: [width], initial: {normal: scale / sqrt(width)}}", "likewise"),
    line("  sizes: {width: [4, 8]}", "whole numbers by name, each an axis"),
    line("  constants: {scale: 1}", "numbers by name, each an axis"),
    line("  prediction: |", "of one sample x, in the words of NumPy; the last line counts"),
    "    h = tanh(W @ x)",
    "    a @ h",
  ]
}
