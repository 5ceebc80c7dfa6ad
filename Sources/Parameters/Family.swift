/// The kinds that a block of the sweep file chooses from: `optimizer`, `model`.
///
/// A block may stand in another one: `optimizer.schedule`.
public struct Family: Sendable {
  /// The path of the block, `optimizer`.
  public let block: String
  /// The kinds, in the order of messages and documents.
  public let kinds: [any Kind.Type]
  /// The key `kind`, whose words are their names.
  public let key: Parameter
  /// The column of results whose words are the kinds, if no other has them.
  public let owners: String?
  /// The keys that all of its kinds have.
  public let parameters: [Parameter]
  /// The format that brought it; a later one than the frozen format has a default kind, and no block
  /// in a sweep that has that.
  public let since: Int

  /// A family; without a default the sweep file must name a kind.
  ///
  /// - Precondition: Kinds have different names, and the default is one of them.
  public init(
    _ block: String, longName: String? = nil, role: Role, column: Column?, owners: String? = nil,
    defaultKind: (any Kind.Type)? = nil, parameters: [Parameter] = [], kinds: [any Kind.Type],
    refusals: [Parameter.Refusal] = [], part: Part? = nil, entersCost: Bool = false, since: Int = 2
  ) {
    let names = kinds.map { $0.name }
    precondition(Set(names).count == names.count, "kinds of one block have different names")
    self.block = block
    self.kinds = kinds
    self.owners = owners ?? column?.name
    self.since = since
    let name = block.split(separator: ".").last.map(String.init) ?? block
    // What stands in another block goes by the label of that.
    let isLabelled = kinds.count > 1 && !block.contains(".")
    self.parameters = parameters + (isLabelled ? [.label(of: block, role: role)] : [])
    key = Parameter(
      "kind", .choice(names), longName: longName ?? name, symbol: name, role: role,
      default: defaultKind.map { .text($0.name) }, isRequired: defaultKind == nil
    ).with {
      $0.column = column
      $0.entersCost = entersCost
      $0.part = part
      $0.refusals = refusals
      $0.synonyms = ["type"]
      $0.since = since
      for kind in kinds { for word in kind.synonyms { $0.wordSynonyms[word] = kind.name } }
    }
  }

  /// The path of the block that this one stands in; nil at the top level.
  public var parent: String? { block.lastIndex(of: ".").map { String(block[..<$0]) } }

  /// The key of the block in the block or file that it stands in, `schedule`.
  public var name: String {
    block.lastIndex(of: ".").map { String(block[block.index(after: $0)...]) } ?? block
  }

  /// A key that a block of its own has: `kind`, which nobody writes where there is one kind alone.
  public var exampleKey: String {
    (kinds.count == 1 ? kinds[0].parameters.first : nil)?.key ?? key.key
  }

  /// The kind of a name.
  public func kind(named name: String) -> (any Kind.Type)? { kinds.first { $0.name == name } }

  /// The keys of a block whose kind is known, `kind` first.
  public func parameters(of kind: any Kind.Type) -> [Parameter] {
    [key] + parameters + kind.parameters
  }
}

extension Parameter {
  /// What reports call an entry of a block.
  fileprivate static func label(of block: String, role: Role) -> Parameter {
    Parameter(
      "label", .text, longName: "label of the \(block)", symbol: "\(block) label", role: role
    ).with {
      $0.column = Column("\(block)_label", absence: .label(.text("")))
      $0.part = .label
      $0.since = 3
    }
  }
}
