/// Why bytes are no file of arrays.
public struct ArrayFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The array, where one is at fault; nil for the whole file.
  public var array: String?
  /// What is wrong, in words that follow the array's name.
  public var reason: String
  /// The way out, or nil.
  public var hint: String?

  init(_ reason: String, of array: String? = nil, hint: String? = nil) {
    (self.reason, self.array, self.hint) = (reason, array, hint)
  }

  /// The array and what is wrong.
  public var description: String { (array.map { "array '\($0)' " } ?? "") + reason }
}
