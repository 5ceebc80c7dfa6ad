/// Where the parameters of a run by itself lie in vectors of sixteen: part after part, each from a
/// vector of its own on.
///
/// A diagonal net's parts are u and v; a factorization has one. Lanes beyond the last parameter of a
/// part do what that parameter does.
struct LoneLayout {
  let partCount: Int
  /// Parameters of each part.
  let partLength: Int

  /// P.
  var parameterCount: Int { partCount * partLength }
  /// Vectors of each part.
  var vectorsOfPart: Int { (partLength + 15) / 16 }
  /// Vectors of all parts.
  var vectorCount: Int { partCount * vectorsOfPart }

  /// The lane of a parameter, counted from the first of vector 0.
  func lane(ofParameter index: Int) -> Int {
    let (part, rest) = index.quotientAndRemainder(dividingBy: partLength)
    return 16 * vectorsOfPart * part + rest
  }

  /// The parameter in a lane, or the one that it does what it does.
  func parameter(inLane lane: Int) -> Int {
    let (part, rest) = lane.quotientAndRemainder(dividingBy: 16 * vectorsOfPart)
    return partLength * part + min(rest, partLength - 1)
  }
}
