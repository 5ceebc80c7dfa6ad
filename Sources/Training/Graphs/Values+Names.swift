import Formulas
import Parameters

/// Blocks of names in formulas that are no models.
extension Values {
  /// The numbers of a block of names, in the order of the file.
  func constants(_ parameter: Parameter) -> [(name: String, value: Double)] {
    names(parameter).map { name in
      (name, peek(.entry(of: parameter, named: name))?.asReal ?? .nan)
    }
  }

  /// What is wrong with the names of some blocks, of which no two may have the same.
  ///
  /// - Parameters:
  ///   - blocks: The blocks, in the order of messages.
  ///   - taken: Names that mean something in the formula, beside those that do everywhere.
  /// - Returns: All mistakes.
  func nameFaults(_ blocks: [Parameter], taken: Set<String>) -> [KindError] {
    var seen: [String: String] = [:]
    var faults: [KindError] = []
    for block in blocks {
      for name in names(block) {
        func fault(_ message: String) {
          faults.append(KindError(message, at: [block.key, name]).with { $0.isOfKey = true })
        }
        if !Scope.isName(name) {
          fault("'\(name)' is no name: ASCII letters, digits and underscores, no digit first")
        } else if Scope.reserved.union(taken).contains(name) {
          fault("'\(name)' means something in formulas already")
        } else if let other = seen[name] {
          fault("'\(name)' is a name in '\(other)', too")
        }
        seen[name] = block.key
      }
    }
    return faults
  }
}
