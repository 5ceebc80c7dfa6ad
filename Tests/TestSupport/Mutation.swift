internal import Foundation

/// Random damage for fuzzing: bytes flipped, removed, repeated, exchanged for telling ones.
public struct Mutation {
  private var generator: SplitMix64
  /// Pieces that mean something to the reader under test.
  private let dictionary: [[UInt8]]

  /// Mutations of a fixed seed, so that a failure can be repeated.
  public init(seed: UInt64, dictionary: [String] = []) {
    generator = SplitMix64(seed: seed)
    self.dictionary = dictionary.map { Array($0.utf8) }
  }

  /// How many inputs to try: `THALWEG_FUZZ_COUNT`, or a number that takes seconds.
  public static func count(or usual: Int) -> Int {
    ProcessInfo.processInfo.environment["THALWEG_FUZZ_COUNT"].flatMap { Int($0) } ?? usual
  }

  /// The bytes with one to eight changes.
  public mutating func callAsFunction(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 1...16, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.removeLast(bytes.count - end)
      default:
        guard let piece = dictionary.randomElement(using: &generator) else { continue }
        bytes.replaceSubrange(place..<min(end, bytes.count), with: piece)
      }
    }
    return bytes
  }
}
