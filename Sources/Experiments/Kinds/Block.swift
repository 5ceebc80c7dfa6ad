/// The blocks of a sweep file.
enum Block {
  static let model = "model"
  static let data = "data"
  static let noise = "noise"
  static let optimizer = "optimizer"

  /// The path of a block's kind.
  static func kind(of block: String) -> String { "\(block).kind" }
}
