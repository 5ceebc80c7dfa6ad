internal import Parameters

/// Finds the word a user most likely meant.
public enum Spelling {
  /// Names from other tools and papers, and what they are called here.
  private static let synonyms = [
    "lr": "step_size", "learning_rate": "step_size", "eta": "step_size", "lambda": "exponent",
    "eps": "epsilon", "momentum": "beta1", "epochs": "steps", "iterations": "steps",
    "d": "dimension", "p": "dimension", "n": "samples", "k": "sparsity", "sigma": "std",
    "batch_size": "batch", "seeds": "seed", "dtype": "precision", "type": "kind",
    "label_noise": "label", "normal": "gaussian", "rademacher": "sign", "double": "float64",
    "float": "float32", "r": "rank", "h": "width", "layers": "depth",
    "mf": "matrix-factorization",
    "b": "batch", "block": "block_size", "horizon": "slow_time", "adamini": "adam-mini",
  ]

  /// What other libraries and papers have and this program has not, without hyphens.
  ///
  /// Some of it reads like a misspelling, but whoever writes it means no other thing.
  private static let others: Set<String> = [
    "adabelief", "adabound", "adadelta", "adafactor", "adagrad", "adai", "adamax", "adamod",
    "adamp", "adamw", "adan", "amsgrad", "asgd", "gd", "lamb", "lars", "lbfgs",
    "lion", "momentum", "msgd", "muon", "nadam", "nadamw", "nag", "nesterov", "novograd", "psgd",
    "qhadam", "radam", "ranger", "rprop", "sam", "sgdm", "sgdp", "sgdw", "shampoo", "signsgd",
    "soap", "sophia", "sparseadam", "yogi",  //
    "bfloat16", "float8", "float16", "float80", "float128",  //
    "tensorfactorization",
  ]

  /// Words that are values, not keys: the kinds of things.
  private static let kinds: Set<String> = SweepSchema.parameters.reduce(into: []) { kinds, key in
    if case .choice(let words) = key.type { kinds.formUnion(words) }
  }

  /// The candidate nearest to `word`, if one is near enough to be worth suggesting.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let word = word.lowercased()
    // Names of keys are other words: there is a momentum.
    let isKind = candidates.contains { kinds.contains($0) }
    if isKind, others.contains(word.filter { !"-_ ".contains($0) }) { return nil }
    // Each known word with the candidate it stands for.
    let known =
      candidates.map { ($0, $0) } + synonyms.filter { candidates.contains($0.value) }
    let scored = known.map { (name: $0.1, word: $0.0, distance: distance(word, $0.0)) }
    guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      best.distance <= word.count / 3 || best.distance <= 2 && word.count > 3
    else { return nil }
    return best.name
  }

  /// The suggestion as a hint, or the list of what is allowed.
  public static func hint(for word: String, among candidates: [String]) -> String {
    if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
    return "one of: " + candidates.joined(separator: ", ")
  }

  /// What a path was probably meant to be: a key without its block, or a word nearly right.
  static func pathHint(for word: String) -> String {
    let paths = SweepSchema.paths
    let names = paths.filter { !$0.hasSuffix(".kind") }.map { $0.split(separator: ".").last ?? "" }
    if let name = nearest(to: word, among: names.map(String.init)),
      let path = paths.first(where: { $0.hasSuffix("." + name) })
    {
      return "did you mean '\(path)'?"
    }
    if let path = nearest(to: word, among: paths) { return "did you mean '\(path)'?" }
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
