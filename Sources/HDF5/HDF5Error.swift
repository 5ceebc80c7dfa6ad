/// A failed HDF5 call.
///
/// The same failure gives the same value: times, addresses and file descriptors are removed from
/// the library's messages.
public struct HDF5Error: Error, Hashable, Sendable {
  /// One entry of HDF5's error stack.
  public struct Frame: Hashable, Sendable {
    /// The C function inside the library, such as `H5FD__sec2_open`.
    public var function: String
    /// What it reports, on one line.
    public var message: String

    /// Makes a frame from its two parts.
    public init(function: String, message: String) {
      self.function = function
      self.message = message
    }
  }

  /// The C function that was called, such as `H5Dwrite`.
  public var function: String
  /// What it acted on: `file:path`, or a file alone.
  public var object: String
  /// HDF5's own stack, outermost call first; empty where the library left none.
  public var frames: [Frame]

  /// Makes an error from its parts.
  public init(function: String, object: String, frames: [Frame]) {
    self.function = function
    self.object = object
    self.frames = frames
  }

  /// An error of ours about what the library returned: `function` succeeded, its answer is unfit.
  init(refusing function: String, on object: String, _ message: String) {
    self.init(
      function: function, object: object, frames: [Frame(function: function, message: message)])
  }
}

extension HDF5Error: CustomStringConvertible {
  /// One line: the call, its object, and the innermost message, which is the cause.
  public var description: String {
    let cause = frames.last { !$0.message.isEmpty }?.message ?? "the library gives no reason"
    return "\(function) on \(object) failed: \(cause)"
  }
}
