/// The colours of heat maps: viridis, which grows lighter evenly, so that it can be read in grey
/// and by the colour-blind.
///
/// - SeeAlso: S. van der Walt and N. Smith, matplotlib's colour map *viridis* (2015), public domain.
enum GnuplotPalette {
  private static let colours = [
    "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
    "#fde725",
  ]

  /// The colour of cells without a value.
  static let missing = "#d9d9d9"

  /// Below this share of the scale white text has more contrast than black text.
  static let darkShare = 0.43

  /// The palette as a gnuplot command.
  static var definition: String {
    let stops = colours.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
    return "set palette defined (\(stops))"
  }
}
