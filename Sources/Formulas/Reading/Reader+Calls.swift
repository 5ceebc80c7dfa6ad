/// Calls: which function, with which arguments.
extension Reader {
  /// The arguments of a call, sorted.
  struct Call {
    var function: Function
    var span: TextSpan
    var whole: TextSpan
    var arguments: [Expression]
    var keywords: [String: Expression]

    /// The value of a keyword, which may also stand as the second argument.
    func option(_ keyword: String) -> Expression? {
      keywords[keyword] ?? (arguments.count > 1 ? arguments[1] : nil)
    }
  }

  private static let otherNames = [
    "atan": "arctan", "fabs": "abs", "absolute": "abs", "pow": "**", "power": "**",
    "matmul": "@", "transpose": ".T", "swish": "silu", "logistic": "sigmoid",
    "concat": "concatenate", "hstack": "concatenate", "amax": "max", "amin": "min",
    "identity": "eye", "flatten": "ravel", "relu6": "relu", "average": "mean", "ln": "log",
  ]

  mutating func call(
    _ name: String, at span: TextSpan, _ arguments: [Expression.Argument], _ whole: TextSpan
  ) -> NodeID? {
    if case .broken? = bindings[name] { return nil }
    let isFunction = Function(rawValue: name).map(scope.functions.contains) ?? false
    let isName =
      bindings[name] != nil || scope.variables[name] != nil || scope.sizes[name] != nil
      || name == "pi"
    // Of a size called rank and the function rank, a call means the function.
    if isName, !isFunction { return fail(.unsupported, "\(name) is no function", at: span) }
    guard let function = Function(rawValue: name), scope.functions.contains(function) else {
      for argument in arguments where !isComparison(argument.value) { _ = value(argument.value) }
      let names = scope.functions.map(\.rawValue)
      return fail(
        .unknownFunction, "unknown function \(name)", at: span,
        suggestion: Self.otherNames[name] ?? NearestName.of(name, among: names))
    }
    let signature = function.signature
    var call = Call(function: function, span: span, whole: whole, arguments: [], keywords: [:])
    var isBroken = false
    for argument in arguments {
      guard let keyword = argument.keyword else {
        call.arguments.append(argument.value)
        continue
      }
      let place = argument.keywordSpan ?? span
      if !signature.keywords.contains(keyword) {
        _ = fail(
          .keyword, "\(name) has no keyword \(keyword)", at: place,
          suggestion: NearestName.of(keyword, among: signature.keywords))
        isBroken = true
      } else if call.keywords.updateValue(argument.value, forKey: keyword) != nil {
        _ = fail(.keyword, "\(keyword) stands twice", at: place)
        isBroken = true
      }
    }
    // The first keyword is the second argument by name.
    let isNamed = signature.keywords.first.map { call.keywords[$0] != nil } ?? false
    let most = signature.arguments.upperBound - (isNamed ? 1 : 0)
    let range = signature.arguments.lowerBound...max(most, signature.arguments.lowerBound)
    guard range.contains(call.arguments.count) else {
      let counts =
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) or \(range.upperBound)"
      return fail(
        .arguments,
        "\(name) takes \(counts) \(range.upperBound == 1 ? "argument" : "arguments"),"
          + " not \(call.arguments.count)", at: span)
    }
    return isBroken ? nil : apply(call)
  }

  private func isComparison(_ expression: Expression) -> Bool {
    if case .comparison = expression.form { true } else { false }
  }

  // MARK: Options

  /// The axes that a reduction goes along; nil after a mistake.
  mutating func axes(of call: Call, rank: Int, otherwise all: [Int]) -> [Int]? {
    guard let option = call.option("axis") else { return all }
    var elements = [option]
    if case .tuple(let several) = option.form { elements = several }
    var axes: [Int] = []
    for element in elements {
      let before = mistakes.count
      guard let axis = whole(element, .index) else {
        // The larger of two arrays, as Python's own max has it.
        let isOfTwo = call.function == .max || call.function == .min
        if isOfTwo, call.keywords["axis"] == nil, mistakes.count > before {
          mistakes[before].message += "; \(call.function.rawValue)imum(a, b) compares two arrays"
        }
        return nil
      }
      guard axis >= -rank, axis < rank else {
        _ = fail(.index, "axis \(axis) of an array of rank \(rank)", at: element.span)
        return nil
      }
      let place = axis < 0 ? axis + rank : axis
      guard !axes.contains(place) else {
        _ = fail(.index, "axis \(axis) stands twice", at: element.span)
        return nil
      }
      axes.append(place)
    }
    guard !axes.isEmpty else {
      _ = fail(.index, "an axis is missing", at: option.span)
      return nil
    }
    return axes.sorted()
  }

  /// The value of a keyword that is True or False; nil after a mistake.
  mutating func flag(_ option: Expression?, _ keyword: String) -> Bool? {
    guard let option else { return false }
    if case .word("True") = option.form { return true }
    if case .word("False") = option.form { return false }
    _ = fail(.keyword, "\(keyword) is True or False", at: option.span)
    return nil
  }

  /// The extents of a shape as an argument; −1 only where it may stand for what is left.
  mutating func extents(_ expression: Expression, mayHaveRest: Bool = false) -> [Int]? {
    var elements = [expression]
    if case .tuple(let several) = expression.form { elements = several }
    if case .list(let several) = expression.form { elements = several }
    var extents: [Int] = []
    for element in elements {
      guard let extent = whole(element, .shape) else { return nil }
      guard extent >= 1 || mayHaveRest && extent == -1 else {
        _ = fail(.shape, "\(extent) is no extent: whole numbers from 1", at: element.span)
        return nil
      }
      extents.append(extent)
    }
    if extents.count > 2 {
      _ = fail(
        .rank, "\(source.excerpt(expression.span)) has rank \(extents.count): ranks 0, 1, 2 only",
        at: expression.span)
      return nil
    }
    let count = extents.reduce(1.0) { $0 * abs(Double($1)) }
    if count > Double(Limits.numbers) {
      _ = fail(
        .tooLarge, "an array of shape \(source.excerpt(expression.span)) is too large",
        at: expression.span)
      return nil
    }
    return extents
  }
}
