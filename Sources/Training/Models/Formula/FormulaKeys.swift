import Parameters

/// The keys of a model that is written as a formula.
extension Parameter {
  /// The blocks of parameters, in the order of θ.
  static let blocks = Parameter(
    "parameters", .structure, longName: "blocks of parameters with their shapes and starts",
    symbol: "θ", role: .problem, isRequired: true
  ).with {
    $0.column = nil
    $0.entersCost = true
    $0.since = 3
  }

  /// Whole numbers by name; each is an axis.
  static let sizes = Parameter(
    "sizes", .names, longName: "names of sizes", role: .problem
  ).with {
    $0.entries = [
      Parameter("", .integer(1...mostEntries), longName: "a size of the model", role: .problem)
        .with {
          $0.column = Column(absence: .label(.integer(-1)))
          $0.entersCost = true
          $0.since = 3
        }
    ]
    $0.column = nil
    $0.entersCost = true
    $0.since = 3
  }

  /// Numbers by name; each is an axis.
  static let constants = Parameter(
    "constants", .names, longName: "names of constants", role: .tuned
  ).with {
    $0.entries = [
      Parameter("", .real(.any), longName: "a constant of the model", role: .tuned).with {
        // No number that anybody writes.
        $0.column = Column(absence: .label(.real(-.greatestFiniteMagnitude)))
        $0.since = 3
      }
    ]
    $0.column = nil
    $0.since = 3
  }

  /// How blocks of an architecture begin, where not as the architecture says.
  static let starts = Parameter(
    "initial", .structure, longName: "starts of blocks by their names", symbol: "θ₀",
    role: .problem
  ).with {
    $0.column = nil
    $0.since = 3
  }

  /// The prediction of one sample.
  static let prediction = Parameter(
    "prediction", .formula, longName: "prediction of a sample x", symbol: "f(x)", role: .problem,
    isRequired: true
  ).with {
    $0.column = Column(absence: .label(.text("none")))
    $0.entersCost = true
    $0.since = 3
  }
}
