import FileSystem
import Testing

@Suite struct HarmlessTests {
  @Test func controlCharactersBecomeWords() {
    #expect("\u{1B}[31mred\u{7}".harmless == "\\x1B[31mred\\x07")
    #expect("a\u{7F}\u{9B}1m\r\0".harmless == "a\\x7F\\x9B1m\\x0D\\x00")
    #expect("\u{202E}x\u{2066}\u{2028}\u{85}".harmless == "\\u202Ex\\u2066\\u2028\\x85")
    #expect(String(systemBytes: [0x72, 0xE9]).harmless == "r\\xE9")
  }

  @Test func linesAndTabsStayInTextAndBecomeWordsInALine() {
    #expect("a\n\tb".harmless == "a\n\tb")
    #expect("a\n\tb".harmlessLine == "a\\x0A\\x09b")
  }

  @Test func otherTextStays() {
    for text in ["", "δ = √v̂ ± 1e-6 · ‖w‖₁", "日本 👩‍🔬", "אב", "a\u{200D}b", "\\x1B"] {
      #expect(text.harmless == text && text.harmlessLine == text)
    }
  }
}
