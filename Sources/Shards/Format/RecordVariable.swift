internal import Parameters

/// A quantity recorded for every run at every snapshot.
///
/// Every variable exists in every file from the first format version on; those that nothing
/// computed hold their fill value and take no space.
public enum RecordVariable: String, CaseIterable, Hashable, Sendable {
  case slowTime = "slow_time"
  case trainLoss = "train_loss"
  case populationLoss = "population_loss"
  case populationLossOnManifold = "population_loss_on_manifold"
  case traceHessian = "trace_hessian"
  case traceSqrtDiagHessian = "trace_sqrt_diag_hessian"
  case tracePowerDiagHessian = "trace_power_diag_hessian"
  case l1Norm = "l1_norm"
  case lHalfSum = "l_half_sum"
  case secondMomentL1 = "second_moment_l1"
  case supportPrecision = "support_precision"
  case supportRecall = "support_recall"
  case nuclearNorm = "nuclear_norm"
  case effectiveRank = "effective_rank"
  case stationarity

  /// The dataset's name.
  public var name: String { rawValue }

  /// What the variable is, for people and for plots.
  public var longName: String {
    switch self {
    case .slowTime: "slow time t = k η²"
    case .trainLoss: "training loss without noise, 1/(2n) ‖Zw − y‖²"
    case .populationLoss: "population loss ½‖w − w*‖²"
    case .populationLossOnManifold: "population loss after projection onto the minimizer manifold"
    case .traceHessian: "tr(H), H = JᵀJ/n"
    case .traceSqrtDiagHessian: "tr(Diag(H)^½)"
    case .tracePowerDiagHessian: "tr(Diag(H)^(1−λ)) for the run's own λ (sgd 0, adam ½)"
    case .l1Norm: "‖w‖₁"
    case .lHalfSum: "Σ|w_j|^½"
    case .secondMomentL1: "‖v‖₁ of the optimizer's second moment"
    case .supportPrecision: "share of found entries that are in the true support"
    case .supportRecall: "share of the true support that was found"
    case .nuclearNorm: "nuclear norm of W"
    case .effectiveRank: "exp(entropy of the normalized singular values of W)"
    case .stationarity: "residual of the fixed-point condition, in [0, 1]"
    }
  }

  /// What a column of the variable says of itself.
  var meaning: ColumnMeaning {
    ColumnMeaning(longName: longName, symbol: symbol, role: .record, scale: scale)
  }

  /// The paper's symbol, or a short word.
  private var symbol: String {
    switch self {
    case .slowTime: "t"
    case .trainLoss: "L"
    case .populationLoss: "½‖w−w*‖²"
    case .populationLossOnManifold: "½‖w−w*‖² on Γ"
    case .traceHessian: "tr(H)"
    case .traceSqrtDiagHessian: "tr(Diag(H)^½)"
    case .tracePowerDiagHessian: "tr(Diag(H)^(1−λ))"
    case .l1Norm: "‖w‖₁"
    case .lHalfSum: "Σ|w_j|^½"
    case .secondMomentL1: "‖v‖₁"
    case .supportPrecision: "precision"
    case .supportRecall: "recall"
    case .nuclearNorm: "‖W‖∗"
    case .effectiveRank: "effective rank"
    case .stationarity: "stationarity"
    }
  }

  private var scale: ColumnMeaning.Scale {
    switch self {
    case .trainLoss, .populationLoss, .populationLossOnManifold, .secondMomentL1, .stationarity:
      .logarithmic
    default: .linear
    }
  }

  /// All recorded quantities are pure numbers.
  public var units: String { "1" }
}
