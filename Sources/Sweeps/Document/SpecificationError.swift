/// Every mistake found in a sweep file, in the order of the text.
public struct SpecificationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The mistakes; never empty.
  public var diagnostics: [Diagnostic]

  /// An error that carries at least one diagnostic.
  public init(diagnostics: [Diagnostic]) {
    precondition(!diagnostics.isEmpty, "an error needs at least one diagnostic")
    self.diagnostics = diagnostics
  }

  /// The rendered diagnostics, separated by line breaks.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
