internal import CCrypto

/// Computes a SHA-256 digest of bytes that come in pieces.
///
/// OpenSSL does the work: it uses the processor's SHA instructions, and others keep it.
///
///     var hasher = SHA256Hasher()
///     hasher.update(header)
///     hasher.update(body)
///     let digest = hasher.finalize()
@safe public struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  /// A hasher that has seen no bytes.
  ///
  /// The corresponding C functions are `EVP_MD_CTX_new` and `EVP_DigestInit_ex`.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else {
      preconditionFailure("no memory for a digest")
    }
    unsafe self.context = context
    let isReady = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(isReady == 1, "OpenSSL offers no SHA-256")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Takes in more bytes.
  ///
  /// The corresponding C function is `EVP_DigestUpdate`.
  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in unsafe update(buffer) }
  }

  /// Takes in more bytes.
  public mutating func update(_ bytes: [UInt8]) {
    // As in ``SHA256Digest/of(_:)-([UInt8])``.
    unsafe bytes.withUnsafeBufferPointer { update(unsafe $0.span) }
  }

  /// Takes in more bytes, which stay valid during the call.
  ///
  /// The corresponding C function is `EVP_DigestUpdate`.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let isDone = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(isDone == 1, "SHA-256 does not fail on valid memory")
  }

  /// The digest of all bytes taken in.
  ///
  /// The corresponding C function is `EVP_DigestFinal_ex`.
  public consuming func finalize() -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
    let isDone = unsafe EVP_DigestFinal_ex(context, &bytes, nil)
    guard isDone == 1, let digest = SHA256Digest(bytes: bytes) else {
      preconditionFailure("SHA-256 does not fail on a hasher that is ready")
    }
    return digest
  }
}
