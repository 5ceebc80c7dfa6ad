/// Whether a parameter separates lane-batches or fills their lanes.
public enum Binding: Hashable, Sendable {
  /// The same for all runs of a lane-batch.
  case uniform
  /// May differ from lane to lane.
  case varying
}
