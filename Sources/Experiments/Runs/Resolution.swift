internal import Parameters
internal import Sweeps

/// Values in the form in which they are computed with: 1 − β₂ whichever way it is given, steps, not a
/// slow time, a width that is the dimension where the sweep does not say it.
struct Resolution {
  private let given: Values.Lookup

  /// What follows from the values that a sweep file gives.
  init(_ given: @escaping Values.Lookup) { self.given = given }

  /// The value at a path; nil where there is none.
  var lookup: Values.Lookup {
    { path in
      if let computed = Self.computed[path] { return computed(given) }
      return given(path) ?? standard(at: path)
    }
  }

  /// What is computed from others, by path.
  private static let computed: [String: @Sendable (_ given: Values.Lookup) -> Value?] =
    Registry.allDerived.reduce(into: [:]) { computed, derived in
      if let path = derived.path, let value = derived.computed { computed[path] = value }
    }

  /// What stands for a value that is not given: another parameter, or a default that is left out of
  /// specifications.
  private func standard(at path: String) -> Value? {
    let schema = Registry.schema
    guard let key = schema.key(at: path) else { return nil }
    let kind = key.block.flatMap { given(Block.kind(of: $0))?.asText }
    guard let parameter = schema.key(at: path, kind: kind)?.parameter else { return nil }
    return parameter.fallback.flatMap(given) ?? parameter.defaultValue
  }
}
