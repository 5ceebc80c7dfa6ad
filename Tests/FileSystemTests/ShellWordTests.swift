import FileSystem
import TestSupport
import Testing

@Suite struct ShellWordTests {
  private static let words: [[UInt8]] =
    [
      "", "plain", "two words", "it's", "''", "\"", "\\", "\\n", "`id`", "$HOME", "$(id)", "a(b)",
      "<", ">", "a|b", ";", "&", "#", "~", "*", "?", "[a]", "{a,b}", "!x", "=ls", "a=b", "-x", "--",
      "a\tb", "a\nb", "\n", "\r", "\u{1B}[31m", "\u{7F}", "\u{9B}1m", "é", "é\u{1B}é", "\u{202E}x",
      "\u{2028}", "it's\u{7}1", "\u{1}23", "a\\\tb", "日本",
    ].map { Array($0.utf8) }
    + [
      [0xE9], [0x72, 0xE9, 0x31], [0x27, 0xFF, 0x5C], [0xF4, 0x8F, 0xBB, 0xA9], [0xC3, 0xC3, 0xA9],
    ]

  /// The word, given to bash, is the very bytes.
  @Test(arguments: words) func bashReadsTheVeryBytes(bytes: [UInt8]) throws {
    let word = String(systemBytes: bytes).shellWord
    let result = try runProcess(
      "/usr/bin/env",
      [
        "bash", "-c",
        "printf %s \(word) | od -An -v -tu1 | tr -s ' \\n' '  '; set -- \(word); echo $#",
      ])
    let numbers = result.standardOutput.split { $0 == " " || $0 == "\n" }
    #expect(numbers == bytes.map { "\($0)" } + ["1"], "\(word)")
  }

  /// What is printed is itself harmless.
  @Test(arguments: words) func wordsAreHarmless(bytes: [UInt8]) {
    let word = String(systemBytes: bytes).shellWord
    #expect(word.harmlessLine == word)
  }

  @Test func ordinaryWordsStayAsTheyAre() {
    for word in ["out/sweep", "--out", "a_b-c.yaml", "i/n=3", "seed:1", "x@y", "50%", "a,b+c"] {
      #expect(word.shellWord == word)
    }
    #expect("two words".shellWord == "'two words'")
    #expect("it's".shellWord == #"'it'\''s'"#)
    #expect("a\tb".shellWord == #"$'a\011b'"#)
    #expect(String(systemBytes: [0x72, 0xE9]).shellWord == #"$'r\351'"#)
  }

  @Test func pathsAreNoOptions() {
    #expect("-x".shellPath == "./-x")
    #expect("--out it".shellPath == "'./--out it'")
    #expect("x".shellPath == "x")
    #expect("".shellPath == "''")
  }
}
