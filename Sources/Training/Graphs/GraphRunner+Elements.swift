internal import Formulas

/// The cells that an elementwise operation reads and writes, in three loops.
struct Elements<Lanes: LaneVector>: ElementLoop {
  private let command: GraphCommand
  private let inner: Int
  private let spaces: GraphSpaces<Lanes>
  private let block: Int

  @inline(__always)
  init(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int) {
    self.command = command
    self.spaces = spaces
    self.block = block
    inner = command.inner == 0 ? count : command.inner
  }

  /// Goes through the elements of the result; the body is told the cells before the innermost loop.
  @inline(__always)
  private func rows(_ body: (_ row: Int, _ column: Int) -> Void) {
    for row in 0..<command.rows {
      for column in 0..<command.columns { body(row, column) }
    }
  }

  @inline(__always)
  private func start(_ place: GraphPlace, _ row: Int, _ column: Int) -> LaneCells<Lanes> {
    spaces.cells(place, block).advanced(by: row &* place.row &+ column &* place.column)
  }

  @inline(__always)
  func fill(_ value: Lanes) {
    rows { row, column in
      let out = start(command.result, row, column)
      for s in 0..<inner { out[s &* command.result.inner] = value }
    }
  }

  /// A function of one operand.
  @inline(__always)
  func each(_ function: (Lanes) -> Lanes) {
    let (p, q) = (command.result.inner, command.a.inner)
    rows { row, column in
      let out = start(command.result, row, column)
      let a = start(command.a, row, column)
      for s in 0..<inner { out[s &* p] = function(a[s &* q]) }
    }
  }

  /// A function of two operands.
  @inline(__always)
  func each(_ function: (Lanes, Lanes) -> Lanes) {
    let (p, q, r) = (command.result.inner, command.a.inner, command.b.inner)
    rows { row, column in
      let out = start(command.result, row, column)
      let a = start(command.a, row, column)
      let b = start(command.b, row, column)
      for s in 0..<inner { out[s &* p] = function(a[s &* q], b[s &* r]) }
    }
  }

  /// t · fma(−y, y, 1) of a = t and b = y; a closure in this place would not be inlined.
  @inline(never)
  func throughTanh() {
    let (p, q, r) = (command.result.inner, command.a.inner, command.b.inner)
    rows { row, column in
      let out = start(command.result, row, column)
      let t = start(command.a, row, column)
      let y = start(command.b, row, column)
      for s in 0..<inner { out[s &* p] = t[s &* q] * y[s &* r].oneMinusSquare() }
    }
  }

  /// (s · t) · fma(−y, y, 1) of a = s, b = t and c = y.
  @inline(never)
  func productThroughTanh() {
    let (p, q) = (command.result.inner, command.a.inner)
    let (r, u) = (command.b.inner, command.c.inner)
    rows { row, column in
      let out = start(command.result, row, column)
      let a = start(command.a, row, column)
      let b = start(command.b, row, column)
      let y = start(command.c, row, column)
      for s in 0..<inner {
        out[s &* p] = (a[s &* q] * b[s &* r]) * y[s &* u].oneMinusSquare()
      }
    }
  }

  /// (a · b) + (c · d).
  @inline(never)
  func sumOfProducts() { each { ($0 * $1) + ($2 * $3) } }

  /// (a · b) − (c · d).
  @inline(never)
  func differenceOfProducts() { each { ($0 * $1) - ($2 * $3) } }

  /// A function of four operands.
  @inline(__always)
  func each(_ function: (Lanes, Lanes, Lanes, Lanes) -> Lanes) {
    let (p, q) = (command.result.inner, command.a.inner)
    let (r, t, u) = (command.b.inner, command.c.inner, command.d.inner)
    rows { row, column in
      let out = start(command.result, row, column)
      let a = start(command.a, row, column)
      let b = start(command.b, row, column)
      let c = start(command.c, row, column)
      let d = start(command.d, row, column)
      for s in 0..<inner {
        out[s &* p] = function(a[s &* q], b[s &* r], c[s &* t], d[s &* u])
      }
    }
  }
}

extension GraphRunner {
  func unary(_ function: UnaryFunction, _ elements: Elements<Lanes>) { elements.apply(function) }

  func binary(_ function: BinaryFunction, _ elements: Elements<Lanes>) { elements.apply(function) }

  func select(_ comparison: Comparison, _ elements: Elements<Lanes>) { elements.apply(comparison) }

  /// Numbers that the lanes share, as cells.
  func spread(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (place, target) = (command.a, command.result)
    let inner = command.inner == 0 ? count : command.inner
    for row in 0..<command.rows {
      for column in 0..<command.columns {
        let x = spaces.shared(place, block)
          .advanced(by: row &* place.row &+ column &* place.column)
        let out = spaces.cells(target, block)
          .advanced(by: row &* target.row &+ column &* target.column)
        for s in 0..<inner {
          out[s &* target.inner] = Lanes(repeating: x[s &* place.inner])
        }
      }
    }
  }

  /// s ← s + x_k from +0, or the largest or smallest; NaN stays.
  func reduce(
    _ reduction: Reduction, _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int,
    _ count: Int
  ) {
    switch reduction {
    case .sum: fold(command, spaces, block, count, from: .zero) { $0 + $1 }
    case .maximum: fold(command, spaces, block, count, from: nil) { $0.maximum($1) }
    case .minimum: fold(command, spaces, block, count, from: nil) { $0.minimum($1) }
    }
  }

  /// Four elements at a time, so that one's additions fill the time of another's.
  @inline(__always)
  private func fold(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int,
    from start: Lanes?, _ combine: (Lanes, Lanes) -> Lanes
  ) {
    let (place, target) = (command.a, command.result)
    let inner = command.inner == 0 ? count : command.inner
    let (step, steps) = (command.step, command.steps)
    for row in 0..<command.rows {
      for column in 0..<command.columns {
        let x = spaces.cells(place, block)
          .advanced(by: row &* place.row &+ column &* place.column)
        let out = spaces.cells(target, block)
          .advanced(by: row &* target.row &+ column &* target.column)
        var s = 0
        while s &+ 4 <= inner {
          var at = s &* place.inner
          let next = place.inner
          var sums = (x[at], x[at &+ next], x[at &+ 2 &* next], x[at &+ 3 &* next])
          if let start {
            sums = (
              combine(start, sums.0), combine(start, sums.1), combine(start, sums.2),
              combine(start, sums.3)
            )
          }
          for _ in 1..<max(steps, 1) {
            at &+= step
            sums.0 = combine(sums.0, x[at])
            sums.1 = combine(sums.1, x[at &+ next])
            sums.2 = combine(sums.2, x[at &+ 2 &* next])
            sums.3 = combine(sums.3, x[at &+ 3 &* next])
          }
          out[s &* target.inner] = sums.0
          out[(s &+ 1) &* target.inner] = sums.1
          out[(s &+ 2) &* target.inner] = sums.2
          out[(s &+ 3) &* target.inner] = sums.3
          s &+= 4
        }
        while s < inner {
          var at = s &* place.inner
          var sum = x[at]
          if let start { sum = combine(start, sum) }
          for _ in 1..<max(steps, 1) {
            at &+= step
            sum = combine(sum, x[at])
          }
          out[s &* target.inner] = sum
          s &+= 1
        }
      }
    }
  }
}
