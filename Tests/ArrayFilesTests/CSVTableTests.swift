import Testing

@testable import ArrayFiles

@Suite struct CSVTableTests {
  @Test func numbersAreReadByTheirNames() throws {
    let table = try CSVTable("\u{feff}a, \"b, c\",target\r\n1,2.5e-3, -4\r\n\r\n \"0.1\",1e400,5\n")
    #expect(table.names == ["a", "b, c", "target"])
    #expect(table.rowCount == 2)
    #expect(table.values == [1, 0.0025, -4, 0.1, .infinity, 5])
  }

  @Test(arguments: [
    ("", "empty"), ("\n\n", "empty"), ("a,b", "no row"), ("a,a\n1,2", "'a'"),
    ("a,b\n1", "line 2"), ("a,b\n1,2\n\n1,x", "line 4"), ("1,2\n3,4", "names of columns"),
    ("a,b\n1,", "''"),
  ])
  func whatIsNoTableIsAnError(text: String, word: String) {
    do {
      _ = try CSVTable(text)
      Issue.record("\(text) is no table")
    } catch {
      #expect(error.reason.contains(word), "\(error)")
    }
  }
}
