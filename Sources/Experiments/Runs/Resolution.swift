internal import Parameters
internal import Sweeps
internal import Training

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
    Language.allDerived.reduce(into: [:]) { computed, derived in
      if let path = derived.path, let value = derived.computed { computed[path] = value }
    }

  /// What stands for a value that is not given: another parameter, or a default that is left out of
  /// specifications.
  private func standard(at path: String) -> Value? {
    guard let standards = Self.standards[path] else { return nil }
    let kind = standards.kindPath.flatMap(given)?.asText
    guard let standard = kind.map({ standards.ofKinds[$0] }) ?? standards.ofAny else { return nil }
    return standard.fallback.flatMap(given) ?? standard.value
  }

  /// What stands for one parameter.
  private struct Standard {
    var fallback: String?
    var value: Value?

    init(_ parameter: Parameter) {
      (fallback, value) = (parameter.fallback, parameter.defaultValue)
    }
  }

  /// What stands for the parameters of one path, by the kind of their block.
  private struct Standards {
    var kindPath: String?
    var ofKinds: [String: Standard] = [:]
    /// Where the kind is not known.
    var ofAny: Standard?
  }

  /// Made once, as it is asked for every value of every run.
  private static let standards: [String: Standards] = {
    let schema = Language.schema
    var all: [String: Standards] = [:]
    for path in Set(schema.allKeys.map(\.path)) {
      guard let key = schema.key(at: path) else { continue }
      var standards = Standards(kindPath: key.block.map(Block.kind), ofAny: Standard(key.parameter))
      for kind in key.block.flatMap(schema.family)?.kinds ?? [] {
        standards.ofKinds[kind.name] = schema.key(at: path, kind: kind.name).map {
          Standard($0.parameter)
        }
      }
      all[path] = standards
    }
    return all
  }()
}
