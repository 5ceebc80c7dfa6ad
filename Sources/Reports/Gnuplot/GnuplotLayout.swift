/// Where things are on a figure's page, in pixels from the lower left corner.
struct GnuplotLayout {
  private static let panelHeight = 330
  private static let legendRowHeight = 24
  /// Room left of a panel's frame for numbers and the label.
  private static let leftRoom = 96
  private static let rightRoom = 30
  /// Room below a frame for numbers and the label.
  private static let bottomRoom = 62
  private static let titleLineHeight = 24
  private static let captionLineHeight = 19

  let width: Int
  let height: Int
  let titleLines: [String]
  let captionLines: [String]
  private let panelWidth: Int
  private let legendHeight: Int
  private let panelTitleRoom: Int
  private let titleRoom: Int

  init(_ figure: Figure) {
    panelWidth = figure.panels.count == 1 ? 680 : 480
    width = panelWidth * figure.panels.count
    // About 10 and 8 px a letter.
    titleLines = wrapped(figure.title, width: (width - 40) / 10)
    captionLines = wrapped(figure.caption, width: (width - 40) / 8)
    let legend = figure.legend
    // Rather too wide than too narrow: gnuplot makes its own columns, never more rows than these.
    let entryWidth = 110 + 11 * (legend.map(\.label.count).max() ?? 0)
    let columns = max(1, (width - 40) / entryWidth)
    let rows = (legend.count + columns - 1) / columns
    legendHeight = rows * Self.legendRowHeight + 12
    panelTitleRoom = figure.panels.contains { !$0.title.isEmpty } ? 24 : 0
    titleRoom =
      20 + titleLines.count * Self.titleLineHeight
      + captionLines.count * Self.captionLineHeight
    height =
      Self.panelHeight + legendHeight + Self.bottomRoom + titleRoom + panelTitleRoom
  }

  /// Left, right, bottom and top of a panel's frame as shares of the page.
  func frame(ofPanel index: Int) -> (left: Double, right: Double, bottom: Double, top: Double) {
    let left = index * panelWidth + Self.leftRoom
    let right = (index + 1) * panelWidth - Self.rightRoom
    let bottom = legendHeight + Self.bottomRoom
    let top = height - titleRoom - panelTitleRoom
    return (
      share(left, width), share(right, width), share(bottom, height), share(top, height)
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

  private func share(_ part: Int, _ whole: Int) -> Double {
    (Double(part) / Double(whole) * 1e4).rounded() / 1e4
  }
}
