/// An expression as written.
///
/// Chains of operators are lists, so that the tree is only as deep as brackets nest.
struct Expression {
  indirect enum Form {
    case number(Double, whole: Int?)
    case name(String)
    /// True, False, None or `...`.
    case word(String)
    /// Minus, once or more often.
    case negated(Expression, times: Int)
    /// a + b − c …, or a * b / c @ d …, from the left.
    case chain(Expression, [Link])
    case power(Expression, Expression, operatorSpan: TextSpan)
    case comparison(Expression, [Link])
    /// Attributes, indices and calls behind a value, from the left.
    case suffixed(Expression, [Suffix])
    case call(String, nameSpan: TextSpan, [Argument])
    case list([Expression])
    case tuple([Expression])
    /// Its mistake was reported.
    case broken
  }

  /// An operator and what stands to its right.
  struct Link {
    var symbol: String
    var symbolSpan: TextSpan
    var operand: Expression
  }

  enum Suffix {
    case attribute(String, TextSpan)
    case indices([Index], TextSpan)
    case call(TextSpan)
  }

  enum Index {
    case at(Expression)
    case range(from: Expression?, to: Expression?, step: Expression?)
  }

  /// An argument, with its keyword if it has one.
  struct Argument {
    var keyword: String?
    var keywordSpan: TextSpan?
    var value: Expression
  }

  var form: Form
  var span: TextSpan
}

/// A line or a loop.
struct Statement {
  indirect enum Form {
    case assignment(String, nameSpan: TextSpan, Expression)
    case expression(Expression)
    case loop(LoopHead, [Statement])
    /// Its mistake was reported; the names it would have bound.
    case broken(binding: [String])
  }

  /// `for variable in range(from, to):`.
  struct LoopHead {
    var variable: String
    var variableSpan: TextSpan
    var from: Expression?
    var to: Expression
  }

  var form: Form
  var span: TextSpan
}
