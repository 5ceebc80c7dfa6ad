import TestSupport
import Testing

@Suite struct HelpTests {
  private func help(_ command: String) throws -> String {
    let words = command.split(separator: " ").map(String.init)
    let result = try runProcess(try builtProgram("thalweg"), ["help"] + words)
    #expect(result.exitCode == 0 && result.standardError.isEmpty)
    return result.standardOutput
  }

  /// The commands that the general help lists.
  private func commands() throws -> [String] {
    let lines = try help("").split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
    return lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
  }

  /// Where the text of a help says a default, the option's own is not said as well.
  @Test func noDefaultIsStatedTwice() throws {
    let commands = try commands()
    #expect(commands.count >= 12)
    for command in commands {
      let options = try help(command).components("\n  -")
      for option in options.dropFirst() {
        #expect(option.components("default").count <= 2, "\(command): \(option)")
      }
    }
  }

  @Test(arguments: [
    ("runn", "run"), ("reprot", "report"), ("verfiy", "verify"), ("pln", "plan"), ("RUN", "run"),
    ("exprt --format csv", "export"),
  ])
  func aMisspeltCommandGetsTheOneThatWasMeant(words: String, meant: String) throws {
    for words in [words, "help " + words] {
      let result = try runProcess(
        try builtProgram("thalweg"), words.split(separator: " ").map(String.init))
      #expect(result.exitCode == 64 && result.standardOutput.isEmpty)
      #expect(result.standardError.contains("did you mean '\(meant)'?"), "\(result.standardError)")
    }
  }

  @Test(arguments: [
    ["nosuch"], ["help", "nosuch"], ["help", "run", "x"],
  ])
  func aWordThatIsNoCommandIsWrongUsage(words: [String]) throws {
    let result = try runProcess(try builtProgram("thalweg"), words)
    #expect(result.exitCode == 64 && result.standardOutput.isEmpty)
    #expect(result.standardError.contains("there is no command '\(words.last ?? "")'"))
    if words.contains("nosuch") {
      #expect(result.standardError.contains("one of: init, plan, run"))
    }
  }
}

extension StringProtocol {
  fileprivate func components(_ separator: String) -> [String] {
    var (parts, rest) = ([String](), self[...])
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
