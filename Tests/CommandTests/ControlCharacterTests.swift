import TestSupport
import Testing

/// No text of a file reaches a terminal as a command to it.
@Suite struct ControlCharacterTests {
  private let directory = TemporaryDirectory()

  private static let hostile = #"\x1b]0;OWNED\x07\x1b[31m\u202e\x9b1m\r"#

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar == "\t"
        || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
          && !(0x202A...0x202E).contains(scalar.value)
    }
  }

  @Test func aSweepWithThemIsRefusedInWords() throws {
    _ = directory.write(
      SmallSweep.tiny.replacing("name: tiny", with: #"name: "\e]0;OWNED\a""#), to: "s.yaml")
    let result = try Shell.run("$P run s.yaml --out out", in: directory)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains(#"'name' has the control character \x1B"#))
    #expect(isHarmless(result.standardError))
  }

  /// Names, overrides, and words of the command line in messages.
  @Test(arguments: [
    #"$P plan $'\e]0;x\a.yaml'"#, #"$P plan tiny.yaml --set $'\e[31m=1'"#, #"$P $'\e[31m'"#,
    #"$P plan tiny.yaml --set name=$'\x7fx'"#, #"$P plan tiny.yaml --set $'steps=\xc2\x9b1'"#,
    #"$P status $'\e[31m'"#, #"$P show $'a\rb' 0"#, #"$P plan tiny.yaml $'--\e[31m'"#,
    #"$P run tiny.yaml --out o --workers $'\e[31m'"#, #"$P export $'\e' --format $'\a'"#,
  ])
  func messagesAreHarmless(command: String) throws {
    _ = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let result = try Shell.run(command, in: directory)
    #expect(result.exitCode != 0 && !result.standardError.isEmpty)
    #expect(isHarmless(result.standardError), "\(result.standardError)")
    #expect(result.standardOutput.isEmpty)
  }

  /// Results that somebody else wrote, in a terminal and without one.
  @Test func resultsOfOthersAreHarmless() throws {
    _ = directory.write(SmallSweep.tiny.replacing("question", with: "q"), to: "tiny.yaml")
    _ = directory.write(
      """
      import h5py
      with h5py.File("h.h5", "r+") as file:
          def visit(name, object):
              for key, value in list(object.attrs.items()):
                  text = value.decode() if isinstance(value, bytes) else value
                  if isinstance(text, str) and not text.startswith(("{", "thalweg")) and len(text) < 60:
                      if key not in ("CLASS", "NAME", "DIMENSION_LIST", "sweep_sha256"):
                          object.attrs[key] = text + "\(Self.hostile)"
          visit("/", file)
          file.visititems(visit)
          text = file.attrs["specification"]
          text = text.decode() if isinstance(text, bytes) else text
          file.attrs["specification"] = text.replace(
              '"name":"tiny"', '"name":"a\\\\u001b]0;OWNED\\\\u0007\\\\u009b1m"')
      """, to: "damage.py")
    let script = """
      $P run tiny.yaml --out out --workers 1 > said 2>&1; cp out/results.h5 h.h5
      "$PYTHON" damage.py || exit 98
      for command in "show h.h5 0" "show h.h5 0 --json" "report h.h5" "report h.h5 --json" \\
        "report h.h5 --format csv" "diff h.h5 out" "verify h.h5" "report h.h5 --out page"; do
        $P $command 2>&1
        script -qec "'$P' $command" /dev/null < /dev/null | sed 's/\\x1b\\[[0-9]*m//g; s/\\r$//' 
      done
      cat page/*.gp page/*.dat page/index.html page/*.svg
      """
    let result = try Shell.run(
      "export PYTHON='\(try Python.interpreter)'\n" + script, in: directory)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardOutput.contains("OWNED"))
    let lines = result.standardOutput.split(separator: "\n").filter { !isHarmless(String($0)) }
    #expect(lines.isEmpty, "\(lines.prefix(5))")
  }
}
