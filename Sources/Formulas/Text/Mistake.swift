/// Why a text is no formula, and where.
public struct Mistake: Error, Hashable, Sendable {
  /// What is wrong, as a program may want to know it.
  public enum Kind: String, Hashable, Sendable {
    /// A character that is not ASCII.
    case character
    /// Not Python.
    case syntax
    /// Python, but no part of the language.
    case unsupported
    /// Too many nodes, numbers or parentheses.
    case tooLarge = "too large"
    /// A name that nobody bound.
    case unknownName = "unknown name"
    /// A function that the language has not.
    case unknownFunction = "unknown function"
    /// A name that is bound further down.
    case usedBefore = "used before"
    /// A name that has two lines.
    case boundTwice = "bound twice"
    /// A name that means something else already.
    case nameTaken = "name taken"
    /// A text that is no name.
    case name
    /// A keyword that the function has not.
    case keyword
    /// Too few or too many arguments.
    case arguments
    /// Shapes that do not fit.
    case shape
    /// A rank that does not fit, or above 2.
    case rank
    /// An index or an axis that is not there.
    case index
    /// No last line without a name.
    case noPrediction = "no prediction"
    /// A last line of the wrong shape.
    case predictionShape = "prediction shape"
    /// A size that is no whole number from 1.
    case size
    /// A constant that is no number.
    case constant
    /// Initial values that do not exist or do not fit.
    case initial
    /// A block whose initial values are its own, by way of others.
    case sameAs = "same_as"
    /// A size that nothing uses.
    case unused
  }

  /// What is wrong.
  public var kind: Kind
  /// What is wrong, in a sentence without a full stop.
  public var message: String
  /// Where, in the text of the formula.
  public var span: TextSpan
  /// The shapes that were found, where they are the matter.
  public var shapes: [Shape]
  /// The known name that was probably meant.
  public var suggestion: String?

  init(
    _ kind: Kind, _ message: String, at span: TextSpan, shapes: [Shape] = [],
    suggestion: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.span = span
    self.shapes = shapes
    self.suggestion = suggestion
  }

  /// The message with the suggestion, if there is one.
  public var sentence: String {
    suggestion.map { "\(message): did you mean \($0)?" } ?? message
  }

  /// The line of the mistake and, below it, a caret under each of its characters.
  ///
  /// Tabs stay tabs, so that the carets stand where they should.
  public func excerpt(of text: String) -> String {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(span.first.line - 1) else { return "" }
    let line = Array(lines[span.first.line - 1])
    let last = span.last.line == span.first.line ? span.last.column : max(line.count, 1)
    var below = ""
    for i in 0..<max(last, span.first.column) {
      let isTab = i < line.count && line[i] == "\t"
      below.append(isTab ? "\t" : i + 1 < span.first.column ? " " : "^")
    }
    return String(String.UnicodeScalarView(line)) + "\n" + below
  }
}

extension Mistake: CustomStringConvertible {
  /// Line, column and sentence.
  public var description: String { "\(span.first.line):\(span.first.column): \(sentence)" }
}

/// All mistakes of a text, in the order of reading.
public struct FormulaError: Error, Hashable, Sendable {
  /// At least one.
  public let mistakes: [Mistake]

  /// The mistakes in the order of reading, one for each kind and place.
  init(_ mistakes: [Mistake]) {
    var seen: Set<[Int]> = []
    var kinds: Set<String> = []
    self.mistakes =
      mistakes.filter { mistake in
        let place = [mistake.span.first.line, mistake.span.first.column]
        let isNewPlace = seen.insert(place).inserted
        return kinds.insert("\(place) \(mistake.kind)").inserted || isNewPlace
      }.sorted { $0.span.first < $1.span.first }
  }
}

extension FormulaError: CustomStringConvertible {
  /// A line for each mistake.
  public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
