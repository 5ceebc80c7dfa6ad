internal import Parameters

/// Gaussian noise on the gradient.
struct GradientNoise: NoiseKind {
  static let name = "gradient"
  static let std = Parameter(
    "std", .real(.nonNegative), .varying, longName: "gradient noise σ", symbol: "σ", role: .tuned,
    scale: .logarithmic
  ).with {
    $0.synonyms = ["sigma"]
    $0.mayFollow = true
    $0.dataset = "noise_std"
    $0.column = nil
  }
  static let parameters = [std]

  let noise = Run.Noise.gradient

  init(_: borrowing Values) {}

  static let derived = [
    Derived(
      "noise_std", longName: std.longName, symbol: std.symbol, role: std.role, scale: std.scale
    ).with {
      let (path, kind) = (std.path(in: Block.noise), Block.kind(of: Block.noise))
      $0.place = 22
      $0.otherwise = "0; −1 where a file gives it for each parameter"
      $0.mayFollow = true
      $0.follows = [path, kind]
      $0.owner = path
      $0.missing = .real(-1)
      $0.needs = [path]
      // A file with the data may give one for each parameter.
      $0.label = { value in value(path) ?? .real(value(kind) == .text(name) ? -1 : 0) }
    }
  ]
}
