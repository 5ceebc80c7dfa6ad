internal import Parameters

/// Finds the word a user most likely meant.
public struct Spelling: Sendable {
  /// Names from other tools and papers, and what they are called here.
  private let synonyms: [(word: String, name: String)]
  /// What other tools have and this program has not.
  private let others: Set<String>
  /// Words that are values, not keys: the kinds of things.
  private let kinds: Set<String>
  /// Every path that `zip` and `exclude` may name.
  private let paths: [String]

  /// Of words that have no synonyms.
  public init() { (synonyms, others, kinds, paths) = ([], [], [], []) }

  /// Of the words of a sweep file.
  init(_ schema: Schema) {
    let keys = schema.allKeys
    synonyms = keys.map(\.parameter).flatMap { parameter in
      parameter.synonyms.map { (word: $0, name: parameter.key) }
        + parameter.wordSynonyms.map { (word: $0.key, name: $0.value) }
    }
    others = schema.foreignWords
    kinds = Set(keys.flatMap { $0.parameter.type.words ?? [] })
    paths = keys.map(\.path)
  }

  /// The candidate nearest to `word`, if one is near enough to be worth suggesting.
  func nearest(to word: String, among candidates: [String]) -> String? {
    let word = word.lowercased()
    // Names of keys are other words: there is a momentum.
    let isKind = candidates.contains { kinds.contains($0) }
    if isKind, others.contains(word.filter { !"-_ ".contains($0) }) { return nil }
    // Each candidate with the known words for it.
    let known =
      candidates.map { ($0, $0) }
      + synonyms.filter { candidates.contains($0.name) }.map { ($0.name, $0.word) }
    let scored = known.map { (name: $0.0, distance: Self.distance(word, $0.1)) }
    guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      best.distance <= word.count / 3 || best.distance <= 2 && word.count > 3
    else { return nil }
    return best.name
  }

  /// The suggestion as a hint, or the list of what is allowed.
  public func hint(for word: String, among candidates: [String]) -> String {
    if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
    return "one of: " + candidates.joined(separator: ", ")
  }

  /// What a path was probably meant to be: a key without its block, or a word nearly right.
  func pathHint(for word: String) -> String {
    let names = paths.filter { !$0.hasSuffix(".kind") }.map { $0.split(separator: ".").last ?? "" }
    if let name = nearest(to: word, among: names.map(String.init)),
      let path = paths.first(where: { $0.hasSuffix("." + name) })
    {
      return "did you mean '\(path)'?"
    }
    let isBlock = paths.contains { $0.hasPrefix(word + ".") }
    if !isBlock, let path = nearest(to: word, among: paths) { return "did you mean '\(path)'?" }
    return "a path is a block and a key, such as optimizer.step_size"
  }

  /// Edit distance with insertions, deletions, substitutions and neighbour swaps (optimal string
  /// alignment).
  private static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
