/// The part that a column of results plays when runs are compared.
public enum Role: String, Hashable, Sendable {
  /// What is to be solved: model, data and their sizes.
  case problem
  /// How it is solved; what a sweep compares.
  case method
  /// What a user would tune for each method.
  case tuned
  /// Replicates.
  case seed
  /// What a run recorded.
  case record
}
