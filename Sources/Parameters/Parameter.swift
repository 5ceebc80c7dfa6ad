/// One key of the sweep file and all that is known of it: the one place where its name is written.
///
/// What it means is in the code that reads it with ``Values``. The order of declaration is the order in
/// messages and documents.
public struct Parameter: Hashable, Sendable {
  /// The key in its block, `epsilon`.
  public var key: String
  /// What its values may be.
  public var type: ValueType
  /// Whether it separates lane-batches or fills their lanes.
  public var binding: Binding
  /// What it is, with the paper's symbol.
  public var longName: String
  /// The paper's symbol, or a short word.
  public var symbol: String
  /// Its part in comparisons.
  public var role: Role
  /// How its numbers are drawn.
  public var scale: Scale
  /// Its units; all of ours are pure numbers.
  public var unit = "1"
  /// What it is where the sweep file does not say; for ever, because old files rely on it.
  public var defaultValue: Value?
  /// What it is instead beside a kind of another block that has a feature.
  public var defaultBeside: DefaultBeside?
  /// The parameter whose value it has where the sweep file does not say, by path.
  public var fallback: String?
  /// Whether the sweep file must say it.
  public var isRequired = false
  /// Exactly one parameter of a group is given.
  public var group: String?
  /// What users of other tools and readers of papers type instead.
  public var synonyms: [String] = []
  /// Words of its type that go by other names elsewhere.
  public var wordSynonyms: [String: String] = [:]
  /// Whether shard boundaries follow from it.
  public var entersCost = false
  /// Whether it often follows from others, as 1 − β₂ from η, and then needs no column in a report.
  public var mayFollow = false
  /// Whether a report chooses the best value for each method, as no two methods have the same.
  public var isChosen = false
  /// What reports know it as.
  public var part: Part?
  /// What the kinds of other blocks must be for it to have a meaning.
  public var applies = Condition.always
  /// Whether runs are computed with it, and not with another that follows from it.
  public var isComputedWith = true
  /// Another way to give it: as a block of these parameters.
  public var law: Law?
  /// Of a block of names: what each of them is, but for its key; one parameter.
  public var entries: [Parameter] = []
  /// Of a path: the parameters that the file itself gives, the rows and the columns of its design.
  public var brings: [Parameter] = []
  /// The dataset of a user's file that may stand in its place.
  public var dataset: String?
  /// What a user's file must not have beside values of it.
  public var refusals: [Refusal] = []
  /// Its column in the results; nil where others say the same.
  public var column: Column? = Column()
  /// The format that brought it.
  ///
  /// A parameter that came after the frozen format is left out of the specification, the columns and
  /// the coordinates while it is at its default.
  public var since = 2

  /// A key by name; the other properties have values of their own.
  public init(
    _ key: String, _ type: ValueType, _ binding: Binding = .uniform, longName: String,
    symbol: String? = nil, role: Role, scale: Scale = .linear, default defaultValue: Value? = nil,
    isRequired: Bool = false
  ) {
    self.key = key
    self.type = type
    self.binding = binding
    self.longName = longName
    self.symbol = symbol ?? key
    self.role = role
    self.scale = scale
    self.defaultValue = defaultValue
    self.isRequired = isRequired
  }

  /// The parameter with other properties: `Parameter("epsilon", …).with { $0.synonyms = ["eps"] }`.
  public func with(_ change: (inout Parameter) -> Void) -> Parameter {
    var copy = self
    change(&copy)
    return copy
  }

  /// Block and key, `optimizer.epsilon`; the bare key at the top level.
  public func path(in block: String?) -> String { block.map { "\($0).\(key)" } ?? key }

  /// The dataset in the results; nil where it has none.
  public var columnName: String? { column.map { $0.name ?? key } }

  /// A default that depends on the kind of another block.
  public struct DefaultBeside: Hashable, Sendable {
    /// The other block.
    public var block: String
    /// What its kind has.
    public var feature: Feature
    /// The default there.
    public var value: Value

    /// A default beside kinds of a block.
    public init(_ feature: Feature, of block: String, _ value: Value) {
      (self.block, self.feature, self.value) = (block, feature, value)
    }
  }

  /// A dataset of a user's file, or something about it, that does not go with a value.
  public struct Refusal: Hashable, Sendable {
    /// The value.
    public var value: Value
    /// The dataset, or what is said of it.
    public var dataset: String
    /// What is wrong, before the file's name and what it has.
    public var message: String
    /// Where the parameter at this path has no other value than this, nothing is refused.
    public var exception: Exception?

    /// The value of a parameter, by path.
    public struct Exception: Hashable, Sendable {
      /// The path.
      public var path: String
      /// The value.
      public var value: Value
    }

    /// Refuses a dataset.
    public init(
      of value: Value, beside dataset: String, message: String,
      exceptWhere exception: (path: String, value: Value)? = nil
    ) {
      self.value = value
      self.dataset = dataset
      self.message = message
      self.exception = exception.map { Exception(path: $0.path, value: $0.value) }
    }
  }

  /// A parameter from others in a block of its own: 1 − β₂ = rate · η^power.
  public struct Law: Hashable, Sendable {
    /// The keys of the block, all of them required.
    public var parts: [Parameter]
    /// What the block means, for messages.
    public var meaning: String
    /// Whether a block of unknown keys is taken for one, and not for a range.
    public var isPresumed: Bool

    /// A block of `parts`.
    public init(_ parts: [Parameter], meaning: String, isPresumed: Bool = false) {
      self.parts = parts
      self.meaning = meaning
      self.isPresumed = isPresumed
    }
  }
}
