/// How a curve looks: colour, dashes and points differ together, so that it can be told in print
/// and by the colour-blind.
struct GnuplotStyle {
  /// Colours of Okabe and Ito without their yellow, which white paper swallows.
  ///
  /// - SeeAlso: M. Okabe and K. Ito, "Color Universal Design" (2008).
  private static let colours = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
  ]
  private static let dashes = [
    "1", "(12,4)", "(3,4)", "(12,4,3,4)", "(20,5)", "(6,4)", "(12,4,3,4,3,4)",
  ]
  private static let points = [7, 5, 9, 11, 13, 6, 4]

  let colour: String
  let dash: String
  let point: Int

  /// The style of a curve, counted from 0.
  init(_ index: Int) {
    colour = Self.colours[index % Self.colours.count]
    // A second round has the colours again with other dashes and points.
    let shifted = index + index / Self.colours.count
    dash = Self.dashes[shifted % Self.dashes.count]
    point = Self.points[shifted % Self.points.count]
  }
}
