/// The values of one run, of which its parts are made.
///
/// What is read is kept: the run is computed from it, and so it is the run's identity. ``peek(_:)`` does
/// not count, for messages and labels. Keys are those of one block; ``of(_:)`` looks into another.
public struct Values: ~Copyable {
  /// Gives a value by path, in the form in which it is computed with; nil where there is none.
  public typealias Lookup = (_ path: String) -> Value?

  /// What was read, by path.
  private final class Ledger {
    var values: [String: Value] = [:]

    func keep(_ value: Value, at path: String) { values[path] = value }
  }

  private let block: String?
  private let lookup: Lookup
  private let ledger: Ledger

  /// The values that `lookup` gives, of which nothing was read yet.
  ///
  /// - Parameters:
  ///   - block: The block whose keys are read; nil for the top level.
  ///   - lookup: Gives values by path.
  public init(of block: String? = nil, _ lookup: @escaping Lookup) {
    self.init(block, lookup, Ledger())
  }

  private init(_ block: String?, _ lookup: @escaping Lookup, _ ledger: Ledger) {
    (self.block, self.lookup, self.ledger) = (block, lookup, ledger)
  }

  /// The values of another block, nil for the top level; what is read there counts here, too.
  public func of(_ block: String?) -> Values { Values(block, lookup, ledger) }

  /// What was read so far, by path.
  public var read: [String: Value] { ledger.values }

  /// A value that does not count as read; nil where there is none.
  public func peek(_ parameter: Parameter) -> Value? { lookup(parameter.path(in: block)) }

  /// A value; nil where there is none.
  public func value(_ parameter: Parameter) -> Value? {
    let path = parameter.path(in: block)
    guard let value = lookup(path) else { return nil }
    ledger.values[path] = value
    return value
  }

  /// Counts something as read that values were turned into: the meaning of a text in place of its letters.
  public func note(_ key: String, _ value: Value) {
    let path = block.map { block in "\(block).\(key)" } ?? key
    ledger.keep(value, at: path)
  }

  // MARK: By type

  /// A whole number; nil where there is none, or a word in its place.
  public func integer(ifGiven parameter: Parameter) -> Int? { value(parameter)?.asInteger }

  /// A real number; nil where there is none.
  public func real(ifGiven parameter: Parameter) -> Double? { value(parameter)?.asReal }

  /// A whole number.
  ///
  /// - Precondition: The run has it.
  public func integer(_ parameter: Parameter) -> Int {
    given(parameter, integer(ifGiven: parameter))
  }

  /// A real number.
  ///
  /// - Precondition: The run has it.
  public func real(_ parameter: Parameter) -> Double { given(parameter, real(ifGiven: parameter)) }

  /// A list of whole numbers that is one value.
  ///
  /// - Precondition: The run has it.
  public func integers(_ parameter: Parameter) -> [Int] {
    given(parameter, value(parameter)?.asIntegers)
  }

  /// A word.
  ///
  /// - Precondition: The run has it.
  public func text(_ parameter: Parameter) -> String { given(parameter, value(parameter)?.asText) }

  /// Whether the word is `true`.
  public func flag(_ parameter: Parameter) -> Bool { value(parameter) == .text("true") }

  /// A seed; 0 where the sweep gives none, because it has no effect.
  public func seed(_ parameter: Parameter) -> UInt64 {
    if case .seed(let value) = value(parameter) { value } else { 0 }
  }

  private func given<T>(_ parameter: Parameter, _ value: T?) -> T {
    guard let value else {
      preconditionFailure("a checked specification gives \(parameter.path(in: block))")
    }
    return value
  }
}
