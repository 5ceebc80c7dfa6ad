/// Finds the known name that a user most likely meant.
enum NearestName {
  /// The candidate nearest to `word`, if one is near enough to be worth suggesting.
  static func of(_ word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word)
    guard typed.count <= 64 else { return nil }
    let allowed = typed.count <= 3 ? 1 : max(2, typed.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates where abs(candidate.count - typed.count) <= allowed {
      // In another case it is the same word, nearly.
      let found =
        2 * distance(typed.map(lowercase), Array(candidate).map(lowercase))
        + (candidate.lowercased() == word.lowercased() ? 0 : 1)
      guard found <= 2 * allowed + 1, found / 2 < max(typed.count, 1) else { continue }
      if best.map({ (found, candidate) < $0 }) ?? true { best = (found, candidate) }
    }
    return best?.name
  }

  private static func lowercase(_ character: Character) -> Character {
    character.lowercased().first ?? character
  }

  /// Edit distance with insertions, deletions, substitutions and neighbour swaps.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
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
