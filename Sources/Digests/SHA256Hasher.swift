internal import CCrypto

/// Computes a SHA-256 digest of bytes that come in pieces (FIPS 180-4).
///
/// OpenSSL does the work, because it uses the processor's SHA instructions and is kept by others.
/// The corresponding C functions are `EVP_DigestInit_ex`, `EVP_DigestUpdate`,
/// `EVP_DigestFinal_ex`.
@safe public struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  /// A hasher that has seen no bytes.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto has no SHA-256, or memory is exhausted") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds the bytes of a buffer.
  public mutating func update(_ buffer: UnsafeRawBufferPointer) {
    let code = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    precondition(code == 1, "SHA-256 accepts any bytes")
  }

  /// The digest of all bytes added.
  public consuming func finalize() -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    let code = unsafe EVP_DigestFinal_ex(context, &bytes, nil)
    guard code == 1, let digest = SHA256Digest(bytes: bytes) else {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
    return digest
  }
}
