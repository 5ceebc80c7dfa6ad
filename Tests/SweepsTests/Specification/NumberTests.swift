import Parameters
import Testing

@testable import Sweeps

/// Numbers as sweep files have them.
@Suite struct NumberTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("+7", 7), ("007", 7), ("200000", 200_000), ("2e5", 200_000),
    ("200000.0", 200_000), ("2.5e1", 25), ("2500e-2", 25), ("0e99", 0), ("1E3", 1000), ("1.", 1),
    ("-3e2", -300), ("9e15", 9_000_000_000_000_000), ("9.007199254740992e15", 1 << 53),
    ("9.007199254740993e15", 1 << 53 + 1), ("9223372036854775807", .max),
    ("9.223372036854775807e18", .max), ("-9223372036854775808", .min),
  ])
  func wholeNumbersAreExact(text: String, number: Int) {
    #expect(ValueDecoder.integer(text) == number)
  }

  @Test(arguments: [
    "", "1.5", "25e-1", "1e-3", "1_000", "0x10", "many", "1e400", "9223372036854775808", "1e19",
    "1e99999999999999999999", "e5", ".", "1e", "--1", "1 000", "\u{661}",
  ])
  func theseAreNoWholeNumbersOfOurs(text: String) { #expect(ValueDecoder.integer(text) == nil) }

  @Test func seedsHave64Bits() {
    #expect(ValueDecoder.seed("18446744073709551615") == .max)
    #expect(ValueDecoder.seed("1.8446744073709551615e19") == .max)
    #expect(ValueDecoder.seed("1e18") == 1_000_000_000_000_000_000)
    #expect(ValueDecoder.seed("1e19") == 10_000_000_000_000_000_000)
    for text in ["18446744073709551616", "2e19", "-1", "0.5"] {
      #expect(ValueDecoder.seed(text) == nil)
    }
  }

  @Test func whatADoubleCannotBeIsNoNumber() {
    #expect(ValueDecoder.real("1.7976931348623157e308") == .greatestFiniteMagnitude)
    #expect(ValueDecoder.real("4.9e-324") == .leastNonzeroMagnitude)
    #expect(ValueDecoder.real("0.000e-999") == 0 && ValueDecoder.real("-0.0")?.sign == .plus)
    for text in ["1e309", "-1e309", "1e-400", "-0.001e-400", "nan", "inf", "0x1p3"] {
      #expect(ValueDecoder.real(text) == nil, "\(text)")
    }
    #expect(ValueDecoder.limits("1e309") != nil && ValueDecoder.limits("1e-400") != nil)
    for text in ["1", "0", "nan", "many"] { #expect(ValueDecoder.limits(text) == nil) }
  }

  /// YAML's null is no text.
  @Test(arguments: ["null", "Null", "NULL", "~", ""])
  func nothingIsNoQuestion(null: String) throws {
    let text = sweep([.name: "name: t\nquestion: \(null)\ndescription: \(null)"])
    let specification = try specification(of: text)
    #expect(specification.question == nil && specification.description == nil)
    #expect(specification == (try SweepsTests.specification(of: sweep())))
  }

  @Test(arguments: ["\"null\"", "'~'", "nullify", "none"])
  func textThatReadsLikeNothingIsText(text: String) throws {
    let specification = try specification(of: sweep([.name: "name: t\nquestion: \(text)"]))
    #expect(specification.question == text.filter { !"\"'".contains($0) })
  }

  @Test func questionsMayHaveLines() throws {
    let text = sweep([.name: "name: t\nquestion: |\n  one\n  two\n"])
    #expect(try specification(of: text).question == "one\ntwo\n")
  }
}
