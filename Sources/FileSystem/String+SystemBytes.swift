private import Glibc

/// Names that the system keeps as bytes (paths, arguments, variables) as text, and back.
///
/// Mostly they are UTF-8, and then they are the text that they say. A byte that is not UTF-8 becomes
/// a scalar for private use, U+10FE00 + byte, and so does each byte of such a scalar that a name
/// really holds. Nothing is repaired: the way back gives the same bytes, and no two names become one.
/// What people see of such a byte is up to ``Swift/String/harmless`` and ``Swift/String/shellWord``.
extension String {
  /// The text for a name of the system's.
  public init(systemBytes bytes: some Collection<UInt8>) {
    // The scalars for bytes are among those that begin with this one.
    if !bytes.contains(0xF4), let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    var scalars = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var (iterator, rest) = (bytes.makeIterator(), bytes[...])
    parsing: while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: break parsing
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar.systemByte == nil {
          scalars.append(scalar)
        } else {
          scalars.append(contentsOf: encoded.map(Unicode.Scalar.init(systemByte:)))
        }
        rest = rest.dropFirst(encoded.count)
      case .error(let length):
        scalars.append(contentsOf: rest.prefix(length).map(Unicode.Scalar.init(systemByte:)))
        rest = rest.dropFirst(length)
      }
    }
    self.init(scalars)
  }

  /// The text for a name that ends with a zero.
  ///
  /// - Precondition: `name` points to a string of C.
  @unsafe public init(systemCString name: UnsafePointer<CChar>) {
    let bytes = unsafe UnsafeBufferPointer(start: name, count: unsafe strlen(name))
    self.init(systemBytes: unsafe bytes.map(UInt8.init(bitPattern:)))
  }

  /// The system's name for this text.
  public var systemBytes: [UInt8] {
    guard utf8.contains(0xF4) else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar in
      scalar.systemByte.map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// The system's name for this text with a zero behind it, to be handed to functions of C.
  public var systemCString: [CChar] { systemBytes.map(CChar.init(bitPattern:)) + [0] }
}

extension Unicode.Scalar {
  /// The first of the 256 scalars that stand for bytes.
  private static let firstByte: UInt32 = 0x10_FE00

  /// The scalar that stands for a byte that is not UTF-8.
  init(systemByte byte: UInt8) {
    guard let scalar = Unicode.Scalar(Self.firstByte + UInt32(byte)) else {
      preconditionFailure("the last plane has no surrogates")
    }
    self = scalar
  }

  /// The byte that the scalar stands for; nil for a scalar that stands for itself.
  public var systemByte: UInt8? {
    // Bytes below 0x80 are UTF-8 by themselves.
    (Self.firstByte + 0x80..<Self.firstByte + 0x100).contains(value)
      ? UInt8(value - Self.firstByte) : nil
  }
}
