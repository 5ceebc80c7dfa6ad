internal import Formulas

/// Carries a program out, for runs side by side in lanes, or for samples of one in them.
///
/// It owns the program's cells; nothing is allocated when it runs.
final class GraphRunner<Lanes: LaneVector> {
  let program: GraphProgram
  let arena: LaneStorage<Lanes>
  /// Numbers of the samples that the runs share.
  let numbers: LaneStorage<Lanes.Scalar>
  /// Arrays of the samples that lie in the lanes; nil where runs do.
  let samples: SampleCells<Lanes>?
  /// Sums over such samples, as numbers, and room for one that is under way.
  private let sums: LaneStorage<Lanes.Scalar>
  let scratch: LaneStorage<Lanes>
  /// A one, to sum with.
  let one = LaneStorage<Lanes.Scalar>(repeating: 1, count: 1)

  /// A runner whose arena holds the program's numbers; what is given comes next, then ``runOnce()``.
  init(
    _ program: GraphProgram, numbers: [Lanes.Scalar] = [], samples: SampleCells<Lanes>? = nil
  ) {
    self.program = program
    self.numbers = LaneStorage(numbers)
    self.samples = samples
    sums = LaneStorage(repeating: 0, count: program.sumCount)
    scratch = LaneStorage(repeating: .zero, count: program.scratchCount)
    arena = LaneStorage(repeating: .zero, count: program.arenaCount)
    for (offset, values) in program.numbers {
      for (k, value) in values.enumerated() {
        arena[offset + k] = Lanes(repeating: Lanes.Scalar(value))
      }
    }
  }

  /// The spaces of the program itself; the others are not to be used.
  var ownSpaces: GraphSpaces<Lanes> {
    GraphSpaces(
      arena: arena.cells, theta: arena.cells, predictions: arena.cells, residuals: arena.cells,
      gradient: arena.cells, numbers: numbers.cells, samples: samples?.cells.cells ?? arena.cells,
      sums: sums.cells)
  }

  /// Writes fixed blocks and constants, and computes what follows from them alone.
  ///
  /// - Parameters:
  ///   - inputs: Their first cells, and what they are.
  ///   - cells: Their values, row by row.
  func give(_ inputs: some Sequence<(Int, Input)>, _ cells: (Input) -> [Lanes]) {
    for (start, input) in inputs {
      let values = cells(input)
      precondition(values.count == input.shape.count, "\(input.name) has its values")
      for (k, value) in values.enumerated() { arena[start + k] = value }
    }
    runOnce()
  }

  /// Computes what does not change in a run.
  func runOnce() { run(program.once, ownSpaces) }

  /// Writes the predictions of θ.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    var spaces = ownSpaces
    spaces.theta = theta.cells
    spaces.predictions = predictions.cells
    run(program.step, spaces)
    runBlocks(program.forward, spaces)
  }

  /// Pulls what flows back to predictions on to the gradient; the last call of ``predict(from:into:)`` was
  /// for this θ.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    var spaces = ownSpaces
    spaces.theta = theta.cells
    spaces.residuals = residuals.cells
    spaces.gradient = gradient.cells
    runBlocks(program.backward, spaces)
    run(program.totals, spaces)
  }

  /// Computes what no sample enters.
  func run(_ list: [GraphCommand], _ spaces: GraphSpaces<Lanes>) {
    for command in list { carryOut(command, spaces, block: 0, count: 1) }
  }

  /// Computes what each sample enters, block by block.
  func runBlocks(_ list: [GraphCommand], _ spaces: GraphSpaces<Lanes>) {
    for block in 0..<program.blockCount {
      let count = program.count(ofBlock: block)
      for command in list { carryOut(command, spaces, block: block, count: count) }
    }
  }

  private func carryOut(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, block: Int, count: Int
  ) {
    switch command.work {
    case .unary(let function): unary(function, Elements(command, spaces, block, count))
    case .binary(let function): binary(function, Elements(command, spaces, block, count))
    case .select(let comparison): select(comparison, Elements(command, spaces, block, count))
    case .throughTanh: Elements(command, spaces, block, count).throughTanh()
    case .productThroughTanh: Elements(command, spaces, block, count).productThroughTanh()
    case .sumOfProducts(isDifference: false):
      Elements(command, spaces, block, count).sumOfProducts()
    case .sumOfProducts(isDifference: true):
      Elements(command, spaces, block, count).differenceOfProducts()
    case .copy: Elements(command, spaces, block, count).each { $0 }
    case .spread: spread(command, spaces, block, count)
    case .gather: gather(command, spaces)
    case .fill(let value):
      let number = Lanes(repeating: Lanes.Scalar(value))
      Elements(command, spaces, block, count).fill(number)
    case .reduce(let reduction): reduce(reduction, command, spaces, block, count)
    case .matrixProduct: matrixProduct(command, spaces)
    case .sampleProduct: sampleProduct(command, spaces, block, count)
    case .product, .addUp, .addProducts, .addOuter, .addMatrixProducts:
      if let samples {
        sumAcrossLanes(command, samples, spaces, block, count)
      } else {
        sumInLanes(command, spaces, block, count)
      }
    }
  }
}

/// Where the arrays of a call lie.
struct GraphSpaces<Lanes: LaneVector> {
  var arena: LaneCells<Lanes>
  var theta: LaneCells<Lanes>
  var predictions: LaneCells<Lanes>
  var residuals: LaneCells<Lanes>
  var gradient: LaneCells<Lanes>
  var numbers: LaneCells<Lanes.Scalar>
  var samples: LaneCells<Lanes>
  var sums: LaneCells<Lanes.Scalar>

  /// The cells of an array from its first element on.
  @inline(__always)
  func cells(_ place: GraphPlace, _ block: Int) -> LaneCells<Lanes> {
    let base =
      switch place.space {
      case .arena, .numbers, .sums: arena
      case .theta: theta
      case .predictions: predictions
      case .residuals: residuals
      case .gradient: gradient
      case .samples: samples
      }
    return base.advanced(by: place.offset &+ block &* place.block)
  }

  /// The numbers of an array likewise.
  @inline(__always)
  func shared(_ place: GraphPlace, _ block: Int) -> LaneCells<Lanes.Scalar> {
    let base =
      switch place.space {
      case .theta: theta.numbers
      case .gradient: gradient.numbers
      case .sums: sums
      default: numbers
      }
    return base.advanced(by: place.offset &+ block &* place.block)
  }
}
