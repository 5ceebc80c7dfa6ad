/// The names of datasets and attributes in shards and results, each once.
enum DatasetName {
  static let run = "run"
  static let snapshot = "snapshot"
  static let entry = "entry"
  static let status = "status"
  static let divergedAtStep = "diverged_at_step"
  static let step = "step"
  static let slowStartStep = "slow_start_step"
  static let projectionStatus = "projection_status"
  static let signal = "signal"
  static let completeness = "completeness"
  static let stoppedAt = "stopped_at"

  /// The names of the places along a dimension.
  static func names(along dimension: String) -> String { "\(dimension)_name" }
}

/// Names of attributes.
enum AttributeName {
  static let formatVersion = "thalweg_format_version"
  static let numericsVersion = "thalweg_numerics_version"
  static let sweepDigest = "sweep_sha256"
  static let specification = "specification"
  static let title = "title"
  static let question = "question"
  static let description = "description"
  static let mergedSweeps = "merged_sweeps"
  static let contentDigest = "content_sha256"
  static let gridVersion = "thalweg_grid_version"
  static let symbol = "symbol"
  static let role = "role"
  static let scale = "scale"
  /// The runs that have a parameter.
  static let owners = "applies_to"
  /// The label of runs without a value.
  static let missingLabel = "not_applicable"
}

/// Rows in a chunk of a column with `rowLength` values of 8 bytes in a row: about 64 KiB.
///
/// A fixed rule of the format, so that chunks never depend on who wrote a file.
func chunkRows(rowLength: Int) -> Int { max(1, 8192 / max(rowLength, 1)) }
