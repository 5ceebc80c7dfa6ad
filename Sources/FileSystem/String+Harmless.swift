extension Unicode.Scalar {
  /// Whether a terminal could take it for a command, or show the text around it in another order.
  ///
  /// These are the control characters, line and paragraph separators, and the overrides of the
  /// direction of writing; line feed and tab are among them.
  public var isControl: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
  }

  /// What people see in its place where it is a control character or a byte: `\x1B`, `\u202E`.
  fileprivate var visibleText: String {
    let digits = String(systemByte.map(UInt32.init) ?? value, radix: 16, uppercase: true)
    return digits.count <= 2 ? "\\x" + padded(digits, to: 2) : "\\u" + padded(digits, to: 4)
  }

  private func padded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(count - digits.count, 0)) + digits
  }
}

extension String {
  /// The text as it may be shown to people, wherever it comes from.
  ///
  /// Control characters, and bytes that are not UTF-8, become words such as `\x1B`. Lines and tabs
  /// stay.
  public var harmless: String { showing { $0 == "\n" || $0 == "\t" } }

  /// The text as it may be shown within a line: line feeds and tabs too become words.
  public var harmlessLine: String { showing { _ in false } }

  private func showing(asIs isKept: (Unicode.Scalar) -> Bool) -> String {
    func isShown(_ scalar: Unicode.Scalar) -> Bool {
      isKept(scalar) || !scalar.isControl && scalar.systemByte == nil
    }
    guard !unicodeScalars.allSatisfy(isShown) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if isShown(scalar) { text.unicodeScalars.append(scalar) } else { text += scalar.visibleText }
    }
    return text
  }
}
