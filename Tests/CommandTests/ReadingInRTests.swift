import FileSystem
import Foundation
import TestSupport
import Testing

/// The R snippet of docs/reading.md; R and r-cran-ncdf4 are packages of the slow tests.
@Suite struct ReadingInRTests {
  @Test func theSnippetGivesTheNumbersOfThePythonOne() throws {
    let directory = TemporaryDirectory()
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    #expect(try Program.run("run", sweep, "--out", directory.file("out")).exitCode == 0)
    try Files.rename(directory.file("out/results.h5"), to: directory.file("results.h5"))
    var answers: [[[Double]]] = []
    let snippets = try Documents.snippets(of: "reading.md")
    for (language, command) in [("python", try Python.interpreter), ("r", "Rscript")] {
      let snippet = try #require(snippets.first { $0.language == language })
      let script = directory.write(snippet.text, to: "snippet")
      let result = try runProcess("/usr/bin/env", ["-C", directory.path, command, script])
      #expect(result.exitCode == 0, "\(result.standardError)")
      answers.append(Documents.numbers(in: result.standardOutput))
    }
    #expect(answers[0].count == 3 && answers[0] == answers[1], "\(answers)")
  }
}
