import Formulas
import TestSupport

/// All values of a case, computed by the interpreter.
struct CaseValues {
  private(set) var found: [String: [Double]] = [:]

  init(_ model: ModelCase, functions: ScalarFunctions) throws {
    let formula = try Formula(model.model.prediction, in: model.scope)
    let theta = model.theta ?? []
    let direction = model.direction ?? []
    var given: [String: [Double]] = (model.model.constants ?? [:]).mapValues { [$0] }
    var offset = 0
    var places: [String: Int] = [:]
    for block in model.placedBlocks {
      given[block.name] = Array(theta[offset..<offset + block.count])
      if !direction.isEmpty {
        given["direction " + block.name] = Array(direction[offset..<offset + block.count])
      }
      places[block.name] = offset
      offset += block.count
    }
    let x = model.x?.values ?? []
    let samples = model.x?.extents.first ?? 0
    let size = samples == 0 ? 0 : x.count / samples
    var derivatives = Derivatives(
      of: formula.result, in: formula.graph, blocks: model.placedBlocks.map(\.name))
    let outputs = model.outputs
    let predict = Interpreter(
      derivatives.graph, outputs: [derivatives.prediction], functions: functions)
    let zero = derivatives.graph.input(
      Input(name: "zero", shape: .number, role: .constants))
    given["zero"] = [0]
    let push = Interpreter(
      derivatives.graph, outputs: [derivatives.tangent ?? zero], functions: functions)
    let pull = Interpreter(
      derivatives.graph, outputs: derivatives.gradients, functions: functions)
    let second = Interpreter(
      derivatives.graph, outputs: derivatives.gradientTangents.map { $0 ?? zero },
      functions: functions)
    var rows: [Interpreter] = []
    for c in 0..<outputs {
      let nodes = derivatives.jacobianRow(ofOutput: c)
      rows.append(Interpreter(derivatives.graph, outputs: nodes, functions: functions))
    }
    let parameters = derivatives.parameters
    let hasSecond = derivatives.gradientTangents.map { $0 != nil }

    /// Blocks put together in the order of θ.
    func joined(_ parts: [[Double]], _ present: [Bool]? = nil) -> [Double] {
      var all = [Double](repeating: 0, count: theta.count)
      for (i, part) in parts.enumerated() where present?[i] ?? true {
        let start =
          places[parameters[i].name, default: 0]
          + (parameters[i].entry ?? 0) * parameters[i].shape.count
        for (k, value) in part.enumerated() { all[start + k] = value }
      }
      return all
    }
    func unit(_ c: Int) -> [Double] { (0..<outputs).map { $0 == c ? 1 : 0 } }

    var loss = try Formula(model.lossText, in: .loss(outputs: outputs))
    let f = Input(
      name: "f", shape: outputs == 1 ? .number : .vector(outputs), role: .predictions)
    let move = Input(name: "move", shape: f.shape, role: .directions)
    let fNode = loss.graph.input(f)
    let one = loss.graph.pullBack(
      constantOne(&loss.graph), from: loss.result, to: [fNode])
    let residualNode = one[0] ?? fNode
    let moved = loss.graph.tangents(of: [residualNode], along: [fNode: loss.graph.input(move)])
    let lossValues = Interpreter(
      loss.graph, outputs: [loss.result, residualNode], functions: functions)
    let curvature = moved[0].map {
      Interpreter(loss.graph, outputs: [$0], functions: functions)
    }
    let targets = model.targets()

    var total = 0.0
    var gradient = [Double](repeating: 0, count: theta.count)
    var product = gradient
    for i in 0..<samples {
      given["x"] = Array(x[i * size..<(i + 1) * size])
      let prediction = predict(given)[0]
      found["predictions", default: []] += prediction
      for c in 0..<outputs {
        given["cotangent"] = unit(c)
        let row = joined(rows[c](given))
        found["jacobian", default: []] += row
        // The row of the Jacobian and the pulled-back unit cotangent are one thing.
        let pulled = joined(pull(given))
        found["pulled", default: []] += pulled
        if !direction.isEmpty {
          found["sample_hessian_vectors", default: []] += joined(second(given), hasSecond)
        }
      }
      guard targets.count == samples else { continue }
      var lossGiven = ["f": prediction, "y": targets[i]]
      let values = lossValues(lossGiven)
      total += values[0][0]
      given["cotangent"] = values[1]
      for (k, value) in joined(pull(given)).enumerated() { gradient[k] += value }
      guard !direction.isEmpty else { continue }
      for (k, value) in joined(second(given), hasSecond).enumerated() { product[k] += value }
      if derivatives.tangent != nil, let curvature {
        lossGiven["move"] = push(given)[0]
        given["cotangent"] = curvature(lossGiven)[0]
        for (k, value) in joined(pull(given)).enumerated() { product[k] += value }
      }
    }
    let n = Double(samples)
    found["loss"] = [total / n]
    found["gradient"] = gradient.map { $0 / n }
    found["hessian_vector"] = product.map { $0 / n }
  }

  private func constantOne(_ graph: inout Graph) -> NodeID { graph.constant(1) }
}
