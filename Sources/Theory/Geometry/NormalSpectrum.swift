import DenseAlgebra

/// The eigenvalues of S^½ H S^½ that are not 0, H = JᵀJ/n: how the loss is curved across Γ as the
/// optimizer sees it.
///
/// They are those of the matrix J S Jᵀ/n, of n · C rows, whatever the number of parameters.
struct NormalSpectrum: Sendable {
  /// λ in decreasing order; what is below 64 n C 2⁻⁵² of the largest counts as 0 and is left out.
  let values: [Double]
  /// The eigenvector of J S Jᵀ/n of each, of length 1, shape `[n · C]`.
  let vectors: [[Double]]

  /// The spectrum at a point; nil if an entry is not finite or all are 0.
  ///
  /// - Complexity: ``PointGeometry/gram(_:)`` and about 8 (n C)³ multiply-adds.
  init?(_ point: any PointGeometry, metric: Metric) {
    guard metric.isFinite else { return nil }
    let gram = point.gram(metric)
    let count = gram.rowCount
    let scale = 1 / Double(point.sampleCount)
    let matrix = gram.symmetricEntries.map { scale * $0 }
    guard let pairs = SymmetricEigenpairs(matrix, dimension: count), let top = pairs.values.last,
      top > 0
    else { return nil }
    let least = Double(64 * count) * 0x1p-52 * top
    let kept = pairs.values.indices.reversed().filter { pairs.values[$0] > least }
    values = kept.map { pairs.values[$0] }
    vectors = kept.map { pairs.vectors[$0] }
  }

  /// 1 − λ₂/λ_max: 0 where the largest eigenvalue is not simple, 1 where there is no other.
  var gap: Double { 1 - (values.count > 1 ? values[1] : 0) / values[0] }
}
