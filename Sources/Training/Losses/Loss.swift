import Parameters

/// A loss by its kind, with what it makes for each vector type.
///
/// The closures are made where the kind's type is known, so that each calls specialized code; a generic
/// method called through `any ScalarLoss` would not.
public struct Loss: Sendable {
  let kind: any ScalarLoss

  let double2: @Sendable (ResidualMaker<SIMD2<Double>>) -> Residuals<SIMD2<Double>>
  let double4: @Sendable (ResidualMaker<SIMD4<Double>>) -> Residuals<SIMD4<Double>>
  let double8: @Sendable (ResidualMaker<SIMD8<Double>>) -> Residuals<SIMD8<Double>>
  let double16: @Sendable (ResidualMaker<SIMD16<Double>>) -> Residuals<SIMD16<Double>>
  let float4: @Sendable (ResidualMaker<SIMD4<Float>>) -> Residuals<SIMD4<Float>>
  let float8: @Sendable (ResidualMaker<SIMD8<Float>>) -> Residuals<SIMD8<Float>>
  let float16: @Sendable (ResidualMaker<SIMD16<Float>>) -> Residuals<SIMD16<Float>>
  let loneDouble: @Sendable (LoneResidualMaker<Double>) -> Residuals<SIMD16<Double>>
  let loneFloat: @Sendable (LoneResidualMaker<Float>) -> Residuals<SIMD16<Float>>

  @inline(__always)
  init<Kind: ScalarLoss>(_ kind: Kind) {
    self.kind = kind
    double2 = { $0.residuals(of: kind) }
    double4 = { $0.residuals(of: kind) }
    double8 = { $0.residuals(of: kind) }
    double16 = { $0.residuals(of: kind) }
    float4 = { $0.residuals(of: kind) }
    float8 = { $0.residuals(of: kind) }
    float16 = { $0.residuals(of: kind) }
    loneDouble = { $0.residuals(of: kind) }
    loneFloat = { $0.residuals(of: kind) }
  }

  /// ½ (f − y)².
  public static let squared = Loss(Squared())

  /// The name in a sweep file.
  public var name: String { type(of: kind).name }

  /// Whether targets are ±1, and so the signs of what a truth predicts.
  public var takesSigns: Bool { type(of: kind).targets == .signs }

  /// Whether it has minimizers for these targets, and so a manifold Γ.
  public func hasMinimizers(for targets: [Double]) -> Bool {
    targets.allSatisfy { kind.minimizer($0) != nil }
  }
}

extension Loss: Hashable {
  /// Whether they are of equal kinds.
  public static func == (a: Loss, b: Loss) -> Bool { AnyHashable(a.kind) == AnyHashable(b.kind) }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }
}

/// Makes ∂L/∂f of runs side by side, one in each lane.
struct ResidualMaker<Lanes: LaneVector> {
  let noise: any NoiseKind
  let targets: [Double]
  let values: LaneValues<Lanes>

  func residuals(of loss: some ScalarLoss) -> Residuals<Lanes> {
    let source = ResidualSource(
      loss, noise.labels, noise.sampling, targets: targets, values)
    return Residuals(outputs: OutputLayout(sampleCount: targets.count, outputCount: 1)) {
      source.write($0, of: $1, atStep: $2)
    }
  }
}

/// Makes ∂L/∂f of a run by itself, sixteen samples in a vector.
struct LoneResidualMaker<Scalar: LookupScalar> {
  let noise: any NoiseKind
  let targets: [Double]
  let run: LaneParameters

  func residuals<Kind: ScalarLoss>(of loss: Kind) -> Residuals<SIMD16<Scalar>> {
    let source = LoneResidualSource<Kind, Scalar>(
      loss, noise.labels, noise.sampling, targets: targets, run)
    return Residuals(outputs: OutputLayout(sampleCount: targets.count, outputCount: 1)) {
      source.write($0, of: $1, atStep: $2)
    }
  }
}
