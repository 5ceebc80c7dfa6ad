/// A number that is recorded for every run at every snapshot: the one place where its name is written.
///
/// What it means is in the code that computes it. A quantity is its name: two of the same name are
/// equal, whatever is known of them.
public struct Quantity: Sendable {
  /// What reports show it for.
  ///
  /// They know no quantity by name.
  public enum Use: Hashable, Sendable {
    /// A column of a table at most.
    case column
    /// The time along which series are drawn where all runs have it.
    case time
    /// The loss that runs are chosen by where nothing better is known.
    case trainLoss
    /// The loss that tells whether the truth was found.
    case populationLoss
    /// The same after projection onto the minimizer manifold.
    case projectedLoss
    /// A sharpness, drawn along training and over exponents.
    case sharpness
    /// The sharpness that the run's own method reduces.
    case ownSharpness
    /// What is left of the condition under which the slow dynamics rest.
    case restPoint
    /// A property of a matrix, drawn over samples.
    case spectrum
  }

  /// Which of two runs is the better one.
  public enum Better: Hashable, Sendable {
    /// The one that has less; a lost run counts as infinite.
    case smaller
    /// The one that has more; a lost run counts as 0.
    case larger
  }

  /// The dataset's name.
  public var name: String
  /// What it is, for people and for plots.
  public var longName: String
  /// The paper's symbol, or a short word.
  public var symbol: String
  /// Its head in a report's table; nil where it has no column there.
  public var head: String?
  /// Its label along an axis, in the notation of figures.
  public var label: String
  /// How it is drawn along an axis.
  public var scale: Scale
  /// Its units; all of ours are pure numbers.
  public var unit = "1"
  /// What reports show it for.
  public var use: Use
  /// Which of two runs is the better one.
  public var better = Better.smaller
  /// Whether a table marks the best value.
  ///
  /// Neither recall nor precision is marked: each is easily had by giving up the other.
  public var isMarked = true
  /// Its place among the quantities of format 2, which are always there; nil for later ones, which
  /// follow in the order of the registry.
  public var place: Int?
  /// The format that brought it.
  ///
  /// A quantity of a later one than the frozen format has a dataset only where the sweep file asks for
  /// it.
  public var since = 2
  /// The limit beyond which it is a reason for doubt; nil for none.
  public var caution: Caution?

  /// A quantity by name; the other properties have values of their own.
  public init(
    _ name: String, longName: String, symbol: String? = nil, head: String? = nil,
    label: String? = nil, scale: Scale = .linear, use: Use = .column, place: Int? = nil
  ) {
    self.name = name
    self.longName = longName
    self.symbol = symbol ?? name
    self.head = head
    self.label = label ?? self.symbol
    self.scale = scale
    self.use = use
    self.place = place
  }

  /// The quantity with other properties.
  public func with(_ change: (inout Quantity) -> Void) -> Quantity {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Quantity: Hashable {
  /// Whether both have one name.
  public static func == (a: Quantity, b: Quantity) -> Bool { a.name == b.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Sequence<Quantity> {
  /// The quantities of the frozen format by their places, then the others as they come.
  public var inOrderOfColumns: [Quantity] {
    enumerated().sorted { a, b in
      (a.element.place ?? .max, a.offset) < (b.element.place ?? .max, b.offset)
    }.map(\.element)
  }
}
