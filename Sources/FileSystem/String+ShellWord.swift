/// Words of commands that people copy from what is printed.
extension String {
  /// The text as one word for bash and its relatives, whatever is in it.
  ///
  /// It stays as it is where no character is special. Else it stands in single quotes, or, with
  /// control characters or bytes that are not UTF-8, in the form `$'…'` with those in octal.
  public var shellWord: String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./=,:+@%".utf8.contains(byte)
      }
    }
    // A leading "=" is special to zsh.
    if !isEmpty, utf8.allSatisfy(isPlain), utf8.first != UInt8(ascii: "=") { return self }
    guard unicodeScalars.contains(where: { $0.isControl || $0.systemByte != nil }) else {
      return "'" + unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
    return "$'" + unicodeScalars.map(\.escapedText).joined() + "'"
  }

  /// The path as one word that no command takes for an option.
  public var shellPath: String {
    utf8.first == UInt8(ascii: "-") ? ("./" + self).shellWord : shellWord
  }
}

extension Unicode.Scalar {
  /// The scalar between `$'` and `'`.
  fileprivate var escapedText: String {
    if self == "'" || self == "\\" { return "\\" + String(self) }
    guard isControl || systemByte != nil else { return String(self) }
    // Three digits each, so that a digit that follows is none of them.
    return String(self).systemBytes.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }
}
