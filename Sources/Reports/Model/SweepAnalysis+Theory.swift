internal import Parameters

/// A training run's assignment and those of the slow equations that describe it.
struct TheoryPair {
  var training: RunGroup
  /// Ordered by key: the equations in the order of the file.
  var theory: [RunGroup]
}

extension SweepAnalysis {
  /// Assignments of the problem of figures that were both trained and solved, at most four: each
  /// method's in turn, those of the least step size first, as there theory is to hold.
  var theoryPairs: [TheoryPair] {
    let place = grouping.place(of: .dynamics)
    let methods = grouping.places(.method).filter { $0 != place }
    let done = pairs(of: problemGroups) { training, theory in
      !training.okRows.isEmpty && !theory.okRows.isEmpty
    }
    let pairs = Dictionary(grouping: done) { $0.training.key(at: methods) }
    let queues = pairs.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { entry in
      entry.value.sorted { stepSizeOrder($0.training, $1.training) }
    }
    let longest = queues.map(\.count).max() ?? 0
    let inTurn = (0..<longest).flatMap { turn in
      queues.compactMap { $0.indices.contains(turn) ? $0[turn] : nil }
    }
    return inTurn.prefix(FigureSet.mostPanels)
      .sorted { $0.training.key.lexicographicallyPrecedes($1.training.key) }
  }

  /// The training groups among some that were solved too, in their order, each with its equations;
  /// `condition` is what training and one of its equations must meet beside.
  func pairs(
    of groups: [RunGroup],
    where condition: (_ training: RunGroup, _ theory: RunGroup) -> Bool = { _, _ in true }
  ) -> [TheoryPair] {
    guard let place = grouping.place(of: .dynamics) else { return [] }
    let levels = grouping.keyAxes[place].levels
    let done = groups.filter { $0.computedCount > 0 }
    // What means nothing to either of them is no reason to be apart; but most parameters are the
    // same, so that candidates are found by their problem.
    let problems = grouping.places(.problem)
    let others = grouping.keyAxes.indices.filter { $0 != place }
    let solved = Dictionary(grouping: done.filter { Self.isSlow(levels[$0.key[place]]) }) {
      $0.key(at: problems)
    }
    return done.compactMap { group in
      guard !Self.isSlow(levels[group.key[place]]) else { return nil }
      let candidates = (solved[group.key(at: problems)] ?? []).filter {
        agree(group, $0, at: others) && condition(group, $0)
      }
      // A law that only some runs have, as of weight decay, means nothing to the others: where an equation
      // was solved with all that training has, it is that one.
      let key = group.key(at: others)
      let exact = candidates.filter { $0.key(at: others) == key }
      let theory = candidates.filter { candidate in
        candidate.key(at: others) == key
          || !exact.contains { $0.key[place] == candidate.key[place] }
      }
      return theory.isEmpty ? nil : TheoryPair(training: group, theory: theory)
    }
  }

  /// Whether a value of `dynamics` is an equation; everything else is training.
  static func isSlow(_ dynamics: String) -> Bool { dynamics.hasPrefix("slow-") }

  private func stepSizeOrder(_ a: RunGroup, _ b: RunGroup) -> Bool {
    if let place = grouping.place(of: .stepSize), a.key[place] != b.key[place] {
      return a.key[place] < b.key[place]
    }
    return a.key.lexicographicallyPrecedes(b.key)
  }

  /// Whether two groups have the same parameters at some places of the key; what means nothing to
  /// one of them, as β₁ to the slow equations, does not part them.
  func agree(_ a: RunGroup, _ b: RunGroup, at places: [Int]) -> Bool {
    places.allSatisfy { place in
      a.key[place] == b.key[place] || !grouping.hasMeaning(a, at: place)
        || !grouping.hasMeaning(b, at: place)
    }
  }
}
