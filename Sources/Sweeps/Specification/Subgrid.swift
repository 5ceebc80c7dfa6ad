/// One grid of the union: constants, and axes whose product it is.
public struct Subgrid: Hashable, Sendable, Codable {
  /// A parameter with its values.
  public struct Parameter: Hashable, Sendable, Codable {
    /// Block and key, `optimizer.step_size`.
    public var path: String
    /// The parameter's values; one for a constant.
    public var values: ParameterValues
  }

  /// One factor of the product: a parameter, or several that move together.
  public struct Axis: Hashable, Sendable {
    /// The parameters that move together, all with as many values; never empty.
    public var components: [Parameter]

    /// How many values the axis has; at least 1.
    public var count: Int { components[0].values.count }

    /// The parameter at a path; nil when the axis has none there.
    func component(at path: String) -> Parameter? { components.first { $0.path == path } }
  }

  /// Parameters with one value, ordered by path.
  public var constants: [Parameter]
  /// Axes that separate lane-batches, slowest first.
  public var uniformAxes: [Axis]
  /// Axes that fill lanes, slowest first; faster than every uniform one.
  public var varyingAxes: [Axis]

  /// All axes, slowest first.
  public var axes: [Axis] { uniformAxes + varyingAxes }

  /// Every parameter with its values: the constants, then those of the axes.
  public var parameters: [Parameter] { constants + axes.flatMap(\.components) }
}

extension Subgrid.Axis: Codable {
  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let parameter = try? container.decode(Subgrid.Parameter.self) {
      components = [parameter]
    } else {
      components = try container.decode([Subgrid.Parameter].self)
    }
    guard let count = components.first?.values.count,
      components.allSatisfy({ $0.values.count == count })
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the parameters of an axis have as many values each")
    }
  }

  /// Writes the parameter, or the list of those that move together.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if components.count == 1 {
      try container.encode(components[0])
    } else {
      try container.encode(components)
    }
  }
}
