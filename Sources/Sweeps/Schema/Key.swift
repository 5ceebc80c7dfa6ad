public import Parameters

extension Schema {
  /// A parameter in its place.
  public struct Key: Hashable, Sendable {
    /// Block and key, `optimizer.step_size`, or the bare key at the top level.
    public let path: String
    /// The block; nil at the top level.
    public let block: String?
    /// What is known of it.
    public let parameter: Parameter
    /// The kinds of its block that have it; nil for all.
    public let kinds: [String]?
    /// The type of what is read, that of the parameter but for the ends of a range.
    var type: ValueType
    /// Whether it separates lane-batches, also where the parameter by itself does not.
    var binding: Binding

    init(block: String?, _ parameter: Parameter, kinds: [String]?) {
      self.init(block: block, owner: block, parameter, kinds: kinds)
    }

    private init(block: String?, owner: String?, _ parameter: Parameter, kinds: [String]?) {
      path = owner.map { "\($0).\(parameter.key)" } ?? parameter.key
      self.block = block
      self.parameter = parameter
      self.kinds = kinds
      (type, binding) = (parameter.type, parameter.binding)
    }

    /// The key without the blocks around it.
    public var name: String { parameter.key }

    /// The keys of the block that it may be given as.
    public var parts: [Key] {
      (parameter.law?.parts ?? []).map { Key(block: block, owner: path, $0, kinds: kinds) }
    }

    /// The key of a name in a block of names; nil where it is none.
    func entry(named name: String) -> Key? {
      parameter.entries.first.map { entry in
        let named = entry.with {
          ($0.key, $0.symbol) = (name, name)
          $0.longName = "\(name), \(entry.longName)"
          $0.column?.name = "\(entry.column?.name ?? parameter.key)_\(name)"
        }
        return Key(block: block, owner: path, named, kinds: kinds)
      }
    }

    /// Whether its values are files.
    var isPath: Bool { type == .path }

    /// The paths of the parameters that move with the files at this one.
    var pathsBrought: [String] { brought.map(\.path) }

    /// The parameters that move with the files at this one: rows and columns of the design.
    var brought: [Key] { parameter.brings.map { Key(block: block, $0, kinds: kinds) } }

    /// Whether a value is left out of a sweep in which nothing has another one.
    func isLeftOut(_ value: Value) -> Bool {
      parameter.since > Schema.frozenFormat && parameter.defaultValue == value
    }
  }
}
