/// `1 run`, `7 runs`: how all messages, tables and pages count.
public func counted(_ count: some BinaryInteger, _ word: String) -> String {
  count == 1 ? "1 \(word)" : "\(count) \(word)s"
}

/// `1 run was`, `7 runs were`: a count with the verb that goes with it.
public func counted(
  _ count: some BinaryInteger, _ word: String, _ singular: String, _ plural: String
) -> String {
  "\(counted(count, word)) \(count == 1 ? singular : plural)"
}
