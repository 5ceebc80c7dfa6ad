/// How much room a number takes on a figure.
///
/// Widths are those of DejaVu Sans, the font that figures name; the fonts that browsers put in its
/// place are not wider.
struct NumberText {
  /// The font size in pixels.
  let size: Double

  /// Pixels from the left of the first letter to the right of the last one.
  func width(of text: String) -> Double {
    text.reduce(0) { $0 + Self.advance(of: $1) } * size
  }

  /// Pixels from the top of the highest letter to the bottom of the lowest one.
  var height: Double { size }

  /// A letter's advance in units of the font size.
  private static func advance(of letter: Character) -> Double {
    switch letter {
    case "0"..."9": 0.637
    case ".": 0.318
    case "-": 0.361
    case "e": 0.616
    case "+": 0.838
    // No letter of a text is wider.
    default: 1
    }
  }
}
