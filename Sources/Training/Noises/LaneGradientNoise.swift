import RandomStreams

/// Adds the noise of the step leading from θ_{step−1} to θ_step to ∂L/∂θ.
typealias GradientPerturbation<Lanes: LaneVector> = (
  _ gradient: borrowing LaneStorage<Lanes>, _ step: Int
) -> Void

/// Gaussian noise on the gradient of a lane-batch: g ← g + σ · N(0, 1).
///
/// Canonical order: the product in double precision, rounded to the lanes, then added. Lanes that
/// share a noise seed share the drawing of its numbers, of which a mask keeps the other lanes free.
struct LaneGradientNoise<Lanes: LaneVector> {
  private let groups: SeedGroups<Lanes>
  /// σ of each run, for all parameters the same, unless `scales` are given.
  private let laneScales: SIMD16<Double>
  private let scales: [Double]?
  private let diffusion: DiffusionScale?
  /// The root of what each parameter's step size is multiplied by; nil for 1.
  private let roots: [Double]?

  /// The noise of a law, or nil where there is none.
  init?(_ law: GradientLaw?, _ values: LaneValues<Lanes>) {
    guard case .gaussian(let scales) = law else { return nil }
    groups = SeedGroups(values)
    laneScales = SIMD16(lanes: values.runs.map(\.noiseScale))
    self.scales = scales
    (diffusion, roots) = (nil, nil)
  }

  /// √(2 η_k T) of each run in the place of σ, times the root of a block's factor, for a pass over θ.
  init(diffusing configuration: TrainingConfiguration, _ values: LaneValues<Lanes>) {
    groups = SeedGroups(values)
    laneScales = .zero
    scales = nil
    diffusion = DiffusionScale(configuration)
    roots = configuration.model.kind.stepFactors?.ofParameters.map { $0.squareRoot() }
  }

  /// What a step calls.
  var perturbation: GradientPerturbation<Lanes> { { add(to: $0, atStep: $1) } }

  /// See ``GradientPerturbation``.
  private func add(to gradient: borrowing LaneStorage<Lanes>, atStep step: Int) {
    precondition(scales.map { $0.count == gradient.count } ?? true)
    let laneScales = diffusion?(step) ?? laneScales
    for group in groups.seeds.indices {
      let stream = RandomStream(
        seed: groups.seeds[group], purpose: .gradientNoise, step: UInt64(step))
      let mask = groups.mask(ofGroup: group)
      for start in stride(from: 0, to: gradient.count, by: 16) {
        let normals = stream.sixteenNormals(at: UInt64(start / 16))
        for e in 0..<min(16, gradient.count - start) {
          let j = start + e
          let sigma =
            scales.map { SIMD16(repeating: $0[j]) } ?? roots.map { laneScales * $0[j] }
            ?? laneScales
          let noisy = gradient[j] + Lanes(rounding: sigma * normals[e])
          gradient[j] = gradient[j].replacing(with: noisy, whereSet: mask)
        }
      }
    }
  }
}
