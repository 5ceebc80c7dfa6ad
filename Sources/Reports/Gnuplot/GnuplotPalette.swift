/// The colours of heat maps: viridis, which grows lighter evenly, so that it can be read in grey
/// and by the colour-blind; and from orange over white to purple for what has two directions.
///
/// - SeeAlso: S. van der Walt and N. Smith, matplotlib's colour map *viridis* (2015), public domain;
///   C. Brewer, ColorBrewer's *PuOr*, safe for the colour-blind.
enum GnuplotPalette {
  private static let colours = [
    "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
    "#fde725",
  ]

  private static let divergingColours = [
    "#7f3b08", "#b35806", "#e08214", "#fdb863", "#f7f7f7", "#b2abd2", "#8073ac", "#542788",
    "#2d004b",
  ]

  /// The colour of cells without a value.
  static let missing = "#d9d9d9"

  /// Below this share of the scale white text has more contrast than black text.
  private static let darkShare = 0.43

  /// Where white text has more contrast than black text, in gnuplot's terms, for a place 0…1 on the
  /// scale.
  static func isDark(_ share: String, isDiverging: Bool) -> String {
    isDiverging ? "abs(\(share) - 0.5) > 0.3" : "\(share) < \(darkShare)"
  }

  /// The palette as a gnuplot command.
  static func definition(isDiverging: Bool) -> String {
    let colours = isDiverging ? divergingColours : colours
    let stops = colours.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
    return "set palette defined (\(stops))"
  }
}
