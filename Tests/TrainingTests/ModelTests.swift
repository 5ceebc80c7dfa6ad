import Testing

@testable import Training

@Suite struct ModelTests {
  @Test func layersCoverTheParameters() {
    let net = Model.diagonalNet(dimension: 4)
    #expect(net.layers == [0..<4, 4..<8])
    let deep = Model.matrixFactorization(dimension: 3, width: 2, depth: 4)
    #expect(deep.layers == [0..<6, 6..<10, 10..<14, 14..<20])
    #expect(deep.parameterCount == 20 && deep.signalCount == 9)
    #expect(
      Model.matrixFactorization(dimension: 3, width: 2, depth: 2).layers == [0..<6, 6..<12])
  }

  @Test func blocksAreRowsOrPieces() {
    #expect(
      Model.diagonalNet(dimension: 5).layout.pieces(ofSize: 2)
        == [0..<2, 2..<4, 4..<5, 5..<7, 7..<9, 9..<10])
    #expect(Model.diagonalNet(dimension: 3).layout.pieces(ofSize: 9) == [0..<3, 3..<6])
    #expect(
      Model.matrixFactorization(dimension: 3, width: 2, depth: 3).layout.pieces(ofSize: nil)
        == [0..<3, 3..<6, 6..<8, 8..<10, 10..<12, 12..<14, 14..<16])
  }

  /// W_2 W_1 = [1 2; 3 4] [5 6; 7 8], row-major.
  @Test func theSignalIsTheProductOfTheFactors() {
    let model = Model.matrixFactorization(dimension: 2, width: 2, depth: 2)
    #expect(model.signal(of: [5, 6, 7, 8, 1, 2, 3, 4]) == [19, 22, 43, 50])
    let column = Model.matrixFactorization(dimension: 2, width: 1, depth: 3)
    #expect(column.signal(of: [1, 2, 10, 3, 4]) == [30, 60, 40, 80])
  }
}
