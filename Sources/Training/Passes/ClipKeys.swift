public import Parameters

extension Parameter {
  /// c, the largest norm of a gradient; see ``GradientClip``.
  public static let clip = Parameter(
    LaneParameters.Name.clip, .real(.positive), .varying,
    longName: "largest norm of a gradient", symbol: "clip", role: .tuned
  ).with {
    $0.synonyms = ["max_norm", "clip_norm", "grad_clip", "gradient_clip"]
    $0.mayFollow = true
    $0.column = Column(absence: .label(.real(-1)), otherwise: "where nothing is clipped")
    $0.since = 3
  }
}
