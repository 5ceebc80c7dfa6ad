import Testing

@testable import Shards

@Suite struct ProblemNamesTests {
  private func names(_ paths: String...) -> [String] {
    let keyed = Dictionary(
      uniqueKeysWithValues: paths.enumerated().map { ("\($0.offset)", $0.element) })
    let short = ProblemNames.shortest(keyed)
    return paths.indices.map { short["\($0)"] ?? "" }
  }

  @Test func oneFileIsCalledByItsName() {
    #expect(names("/data/2024/wheat.h5") == ["wheat.h5"])
    #expect(names("./wheat.h5") == ["wheat.h5"])
  }

  @Test func asMuchOfThePathsIsKeptAsTellsFilesApart() {
    #expect(names("a/data.h5", "b/data.h5", "c.h5") == ["a/data.h5", "b/data.h5", "c.h5"])
    #expect(names("x/a/data.h5", "y/a/data.h5") == ["x/a/data.h5", "y/a/data.h5"])
    #expect(names("data.h5", "a/data.h5") == ["data.h5", "a/data.h5"])
  }
}
