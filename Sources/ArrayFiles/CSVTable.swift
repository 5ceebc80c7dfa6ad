/// A table of numbers with a name for each column: comma-separated values, names in the first line.
///
/// A field may stand in double quotes, a line may end in CR LF, and empty lines are passed over.
public struct CSVTable: Hashable, Sendable {
  /// The names of the columns.
  public let names: [String]
  /// The numbers, row by row, shape `[rows, names.count]`.
  public let values: [Double]

  /// The number of rows.
  public var rowCount: Int { values.count / names.count }

  /// Reads a text.
  ///
  /// - Throws: ``ArrayFileError`` with the line of what is no number, from 1.
  public init(_ text: String) throws(ArrayFileError) {
    var names: [String]?
    var values: [Double] = []
    // Spreadsheets mark UTF-8 by a character in front.
    let lines = text.drop { $0 == "\u{feff}" }
      .split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      let fields = Self.fields(of: line)
      guard let names else {
        names = fields
        if let twice = fields.first(where: { name in fields.count { $0 == name } > 1 }) {
          throw ArrayFileError("two columns have the name '\(twice)'")
        }
        if fields.contains(where: { Double($0) != nil }) {
          throw ArrayFileError(
            "line \(index + 1) holds numbers, and no names of columns",
            hint: "the first line names the columns, one of them 'target'")
        }
        continue
      }
      guard fields.count == names.count else {
        throw ArrayFileError(
          "line \(index + 1) has \(fields.count) fields, and the first line \(names.count)")
      }
      for (field, name) in zip(fields, names) {
        guard let value = Double(field) else {
          throw ArrayFileError(
            "line \(index + 1) has '\(field)' in column '\(name)'", hint: "it is a number")
        }
        values.append(value)
      }
    }
    guard let names else { throw ArrayFileError("the file is empty") }
    guard !values.isEmpty else { throw ArrayFileError("there is no row below the names") }
    self.names = names
    self.values = values
  }

  private static func fields(of line: Substring) -> [String] {
    var fields: [String] = []
    var (field, isQuoted) = ("", false)
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        fields.append(trimmed(field))
        field = ""
      default: field.append(character)
      }
    }
    return fields + [trimmed(field)]
  }

  private static func trimmed(_ field: String) -> String {
    let start = field.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
