public import Parameters

extension Derived {
  /// The design's distribution, or that it is a file's.
  public static let design = Derived(
    Parameter.design.key, longName: Parameter.design.longName, role: .problem, scale: nil
  ).with {
    let path = Parameter.design.path(in: Block.data)
    $0.place = 5
    $0.part = .design
    $0.otherwise = "`\(FileData.name)` with data from a file"
    $0.follows = [Block.kind(of: Block.data), path]
    $0.label = { value in value(path) ?? .text(FileData.name) }
  }
}
