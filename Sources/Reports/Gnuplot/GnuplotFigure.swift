/// A figure as files for gnuplot: its data and a script that draws them.
///
/// The script runs in the directory of the data file; it writes `NAME.svg`, or `NAME.pdf` and
/// `NAME.png` after `gnuplot -e "format='pdf'" NAME.gp`.
public struct GnuplotFigure: Hashable, Sendable {
  /// The name of its files, without an extension.
  public let name: String
  /// The contents of `NAME.dat`.
  public let data: String
  /// The contents of `NAME.gp`.
  public let script: String

  /// The files of a figure; equal figures give equal bytes.
  public init(_ figure: Figure) {
    name = figure.name
    data = GnuplotData(figure).text
    script = GnuplotScript(figure).text
  }
}
