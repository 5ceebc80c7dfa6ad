/// Where things are on a figure's page, in pixels from the lower left corner.
///
/// Panels stand two in a row, so that text is of one size in every figure.
struct GnuplotLayout {
  private static let panelHeight = 330
  private static let legendRowHeight = 24
  private static let colourBarHeight = 80
  /// Room left of a panel's frame for numbers and the label.
  private static let leftRoom = 96
  private static let rightRoom = 30
  /// Room below a frame for numbers and the label.
  private static let bottomRoom = 62
  private static let titleLineHeight = 24
  private static let captionLineHeight = 19
  private static let panelTitleHeight = 38
  /// Between the labels of one row and the titles of the next.
  private static let rowGap = 20

  let width: Int
  let height: Int
  let titleLines: [String]
  let captionLines: [String]
  private let columns: Int
  private let panelWidth: Int
  private let rowHeight: Int
  private let legendHeight: Int
  private let titleRoom: Int

  init(_ figure: Figure) {
    columns = min(2, figure.panels.count)
    panelWidth = columns == 1 ? 680 : 480
    width = panelWidth * columns
    // About 10 and 8 px a letter.
    titleLines = wrapped(figure.title, width: (width - 40) / 10)
    captionLines = wrapped(figure.caption, width: (width - 40) / 8)
    let legend = figure.legend
    // Rather too wide than too narrow: gnuplot makes its own columns, never more rows than these.
    let entryWidth = 110 + 11 * (legend.map(\.label.count).max() ?? 0)
    let entriesInRow = max(1, (width - 40) / entryWidth)
    let legendRows = (legend.count + entriesInRow - 1) / entriesInRow
    legendHeight =
      figure.style == .cells
      ? Self.colourBarHeight : legendRows * Self.legendRowHeight + 12
    let hasTitles = figure.panels.contains { !$0.title.isEmpty }
    rowHeight = Self.panelHeight + Self.bottomRoom + (hasTitles ? Self.panelTitleHeight : 0)
    titleRoom =
      20 + titleLines.count * Self.titleLineHeight
      + captionLines.count * Self.captionLineHeight
    let rows = (figure.panels.count + columns - 1) / columns
    height = legendHeight + rows * rowHeight + (rows - 1) * Self.rowGap + titleRoom
  }

  /// Pixels from the left to the right of a panel's frame.
  var frameWidth: Int { panelWidth - Self.leftRoom - Self.rightRoom }

  /// Pixels from the bottom to the top of a panel's frame.
  var frameHeight: Int { Self.panelHeight }

  /// Left, right, bottom and top of a panel's frame as shares of the page.
  func frame(ofPanel index: Int) -> (left: Double, right: Double, bottom: Double, top: Double) {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    let left = column * panelWidth + Self.leftRoom
    let right = (column + 1) * panelWidth - Self.rightRoom
    let bottom =
      height - titleRoom - row * Self.rowGap - (row + 1) * rowHeight + Self.bottomRoom
    return (
      share(left, width), share(right, width), share(bottom, height),
      share(bottom + Self.panelHeight, height)
    )
  }

  /// The height of a line of the title's middle as a share of the page.
  func height(ofTitleLine line: Int) -> Double {
    share(height - 22 - line * Self.titleLineHeight, height)
  }

  /// The height of a line of the caption's middle as a share of the page.
  func height(ofCaptionLine line: Int) -> Double {
    let top = 22 + titleLines.count * Self.titleLineHeight
    return share(height - top - line * Self.captionLineHeight, height)
  }

  /// The top of the legend as a share of the page; it starts at the page's lower edge.
  var legendTop: Double { share(legendHeight, height) }

  /// Origin and size of the colour scale as shares of the page.
  var colourBar: (x: Double, y: Double, width: Double, height: Double) {
    (0.2, share(56, height), 0.6, share(14, height))
  }

  /// Width and height, and where panels begin below title and caption, from the upper edge.
  var page: (width: Int, height: Int, top: Int) { (width, height, titleRoom - 6) }

  private func share(_ part: Int, _ whole: Int) -> Double {
    (Double(part) / Double(whole) * 1e4).rounded() / 1e4
  }
}
