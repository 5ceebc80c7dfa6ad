internal import Parameters

extension Quantity {
  /// What its column says of itself.
  var meaning: ColumnMeaning {
    ColumnMeaning(
      longName: longName, symbol: symbol, role: .record,
      scale: scale == .logarithmic ? .logarithmic : .linear)
  }
}
