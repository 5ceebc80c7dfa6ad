internal import Parameters

/// One key of the sweep file that may be an axis.
struct ParameterKey {
  /// Block and key, `optimizer.step_size`, or the bare key at the top level.
  let path: String
  var type: ValueType
  var binding: Binding
  /// The kinds of its block for which the key has a meaning; nil for all.
  var kinds: [String]?
  var isRequired = false
  var defaultValue: Value?
  /// Keys with the same group are alternatives: exactly one of them must be given.
  var group: [String]?

  /// The key without the blocks around it.
  var name: String { path.split(separator: ".").last.map(String.init) ?? path }

  func applies(toKind kind: String) -> Bool { kinds?.contains(kind) ?? true }
}
