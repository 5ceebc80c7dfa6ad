internal import Formulas

/// A formula of numbers, evaluated for all lanes at once: a list of operations on registers.
///
/// Every operation is that of the graph as written, rounded to the precision of the lanes.
struct ElementProgram: Sendable {
  private enum Command: Sendable {
    case unary(UnaryFunction, Int)
    case binary(BinaryFunction, Int, Int)
    case select(Comparison, Int, Int, then: Int, otherwise: Int)
  }

  /// Numbers of the text, behind the inputs.
  private let constants: [Double]
  private let inputCount: Int
  /// Each writes the next register.
  private let commands: [Command]
  private let results: [Int]

  /// - Parameters:
  ///   - graph: A graph of numbers alone.
  ///   - outputs: What is evaluated.
  ///   - inputs: The order in which inputs are given, by name.
  init(_ graph: Graph, outputs: [NodeID], inputs: [String]) {
    let needed = graph.needed(for: outputs)
    var registers: [NodeID: Int] = [:]
    var constants: [Double] = []
    for id in needed {
      switch graph[id].operation {
      case .input(let input):
        guard let place = inputs.firstIndex(of: input.name) else {
          preconditionFailure("the input \(input.name) has no place")
        }
        registers[id] = place
      case .constant(let number):
        registers[id] = inputs.count + constants.count
        constants.append(number.value)
      default: break
      }
    }
    var commands: [Command] = []
    for id in needed where registers[id] == nil {
      let node = graph[id]
      precondition(node.shape == .number, "a program of elements has numbers alone")
      let a = node.operands.map { registers[$0] ?? 0 }
      switch node.operation {
      case .unary(let function): commands.append(.unary(function, a[0]))
      case .binary(let function): commands.append(.binary(function, a[0], a[1]))
      case .select(let comparison, _):
        commands.append(.select(comparison, a[0], a[1], then: a[2], otherwise: a[3]))
      default: preconditionFailure("an operation of numbers alone has a form in lanes")
      }
      registers[id] = inputs.count + constants.count + commands.count - 1
    }
    inputCount = inputs.count
    self.constants = constants
    self.commands = commands
    results = outputs.map { registers[$0] ?? 0 }
  }

  /// The number of registers.
  var registerCount: Int { inputCount + constants.count + commands.count }

  /// One of the outputs, of inputs that are the first registers.
  @inline(never)
  func evaluate<Lanes: LaneVector>(
    output: Int = 0, _ setInputs: (LaneCells<Lanes>) -> Void
  ) -> Lanes {
    LaneCells<Lanes>.withTemporary(count: registerCount) { registers in
      setInputs(registers)
      var next = inputCount
      for constant in constants {
        registers[next] = Lanes(repeating: Lanes.Scalar(constant))
        next &+= 1
      }
      for command in commands {
        switch command {
        case .unary(let function, let a):
          registers[next] = Operands(registers[a]).apply(function)
        case .binary(let function, let a, let b):
          registers[next] = Operands(registers[a], registers[b]).apply(function)
        case .select(let comparison, let a, let b, let then, let otherwise):
          registers[next] = Operands(
            registers[a], registers[b], registers[then], registers[otherwise]
          ).apply(comparison)
        }
        next &+= 1
      }
      return registers[results[output]]
    }
  }
}

/// The operands of one operation, a vector of lanes each.
private struct Operands<Lanes: LaneVector>: ElementLoop {
  private let a: Lanes
  private let b: Lanes
  private let c: Lanes
  private let d: Lanes

  @inline(__always)
  init(_ a: Lanes, _ b: Lanes? = nil, _ c: Lanes? = nil, _ d: Lanes? = nil) {
    (self.a, self.b, self.c, self.d) = (a, b ?? a, c ?? a, d ?? a)
  }

  @inline(__always)
  func each(_ function: (Lanes) -> Lanes) -> Lanes { function(a) }

  @inline(__always)
  func each(_ function: (Lanes, Lanes) -> Lanes) -> Lanes { function(a, b) }

  @inline(__always)
  func each(_ function: (Lanes, Lanes, Lanes, Lanes) -> Lanes) -> Lanes { function(a, b, c, d) }
}
