internal import Parameters

extension Derived {
  /// The design's distribution, or that it is a file's.
  static let design = Derived(
    GeneratedData.design.key, longName: GeneratedData.design.longName, role: .problem, scale: nil
  ).with {
    let path = GeneratedData.design.path(in: Block.data)
    $0.place = 5
    $0.part = .design
    $0.otherwise = "`\(FileData.name)` with data from a file"
    $0.follows = [Block.kind(of: Block.data), path]
    $0.label = { value in value(path) ?? .text(FileData.name) }
  }
}
