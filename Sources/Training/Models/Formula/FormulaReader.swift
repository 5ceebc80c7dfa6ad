import Formulas
import Parameters
import Synchronization

/// The sizes that a formula has from its data.
struct DataSizes: Hashable {
  /// The shape of a sample.
  let input: Shape
  let outputs: Int
  let samples: Int

  init(input: Shape, outputs: Int = 1, samples: Int) {
    (self.input, self.outputs, self.samples) = (input, outputs, samples)
  }

  /// Those of the data, but for the shape of a sample where the model says it.
  init(_ values: borrowing Values, _ own: Shape? = nil) {
    guard let sizes = DataSizes(ifGiven: values, own) else {
      preconditionFailure("a checked specification gives the sizes of its data")
    }
    self = sizes
  }

  /// Those that are given; nil where one is not.
  init?(ifGiven values: borrowing Values, _ own: Shape? = nil) {
    let data = values.of(Block.data)
    guard let input = own ?? data.sampleShape,
      let samples = data.integer(ifGiven: .samples)
    else { return nil }
    (self.input, self.samples) = (input, samples)
    outputs = data.integer(ifGiven: .outputs) ?? 1
  }
}

/// Reads formulas, and keeps the last ones, for the many runs that have the same.
final class FormulaReader: Sendable {
  static let shared = FormulaReader()

  /// Mistakes, at least one.
  struct Faults: Error {
    var first: KindError
    var all: [KindError]
  }

  private struct Key: Hashable {
    var text: String
    var constants: [String: Double]
    var sizes: DataSizes
    var seed: UInt64
  }

  private static let mostKept = 64
  private let kept = Mutex<[(key: Key, model: GraphModel)]>([])

  /// The model of a wording; `seed` is that of blocks that are not trained.
  func read(
    _ wording: ModelWording, _ sizes: DataSizes, seed: UInt64 = 0
  ) -> Result<GraphModel, Faults> {
    let key = Key(
      text: "\(wording.text)", constants: wording.constants, sizes: sizes, seed: seed)
    if let model = kept.withLock({ $0.first { $0.key == key }?.model }) { return .success(model) }
    do throws(ModelError) {
      let model = try GraphModel(
        wording.text, constants: wording.constants, input: sizes.input,
        outputs: sizes.outputs, samples: sizes.samples, fixedSeed: seed)
      kept.withLock {
        if $0.count == Self.mostKept { $0.removeFirst() }
        $0.append((key, model))
      }
      return .success(model)
    } catch {
      // Of a start that all blocks have, what is wrong is wrong once.
      var all: [KindError] = []
      for fault in error.faults.map({ KindError($0, of: wording) }) where !all.contains(fault) {
        all.append(fault)
      }
      return .failure(Faults(first: all[0], all: all))
    }
  }
}
