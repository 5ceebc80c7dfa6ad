public import Messaging

/// What a coordinator can do with workers that are processes of its own.
public protocol WorkerSupervisor {
  /// Starts a new worker at an endpoint whose worker departed.
  func replace(_ worker: Int) throws(TransportError)
  /// The worker's process number; nil once it has ended.
  func processIdentifier(of worker: Int) -> Int32?
  /// Ends a worker at once; its departure follows.
  func kill(_ worker: Int)
}
