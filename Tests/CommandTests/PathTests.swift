import FileSystem
import Foundation
import TestSupport
import Testing

/// Paths on the command line, with everything that may be in one.
@Suite struct PathTests {
  private let directory = TemporaryDirectory()

  init() throws {
    _ = directory.write(SmallSweep.tiny, to: "tiny.yaml")
  }

  private func makeResults() throws {
    let run = try Shell.run("$P run tiny.yaml --out out --workers 1", in: directory)
    #expect(run.exitCode == 0, "\(run.standardError)")
  }

  /// An unset variable, with a slash behind it or without.
  @Test(arguments: ["''", "/", "//", "/.", "/.."])
  func emptyPathsAndTheRootAreWrongUsage(path: String) throws {
    for command in [
      "plan PATH", "run PATH --out new", "run tiny.yaml --out PATH", "run tiny.yaml --out=PATH",
      "status PATH", "show PATH 0", "verify PATH", "merge PATH", "merge PATH out --out x.h5",
      "merge out --out PATH", "diff PATH out", "diff out PATH", "report PATH",
      "report out --out PATH", "export PATH --format csv", "export out --format csv --out PATH",
      "init --out PATH", "init --out PATH --force", "bench PATH", "doctor --directory PATH",
    ] {
      let script = "$P " + command.replacingOccurrences(of: "PATH", with: path)
      let result = try Shell.run(script, in: directory)
      #expect(result.exitCode == 64, "\(command): \(result.standardError)")
      #expect(result.standardOutput.isEmpty)
    }
    #expect(try Files.names(in: directory.path) == ["tiny.yaml"])
  }

  /// One command's words with a name that is not UTF-8, one with all that a shell knows.
  @Test(arguments: [#"r\351sultats"#, #"\377"#, #"\303"#, #"a\047"\134\140$(<|\011\012b"#, "-x"])
  func everyCommandKeepsTheBytesOfAName(name: String) throws {
    let script = """
      N=$(printf -- '\(name.replacingOccurrences(of: "\"", with: "\\042"))'; echo .); N=./${N%.}
      cp tiny.yaml "$N.yaml"
      set -e
      $P plan "$N.yaml" > plan
      $P run "$N.yaml" --out "$N" --workers 2 > run
      $P status "$N" > status; $P verify "$N" > verify; $P show "$N" 0 > show
      $P diff "$N" "$N/results.h5" > diff
      $P report "$N" --out "$N/page" > report 2> files
      $P export "$N" --format csv --out "$N.csv"; $P export "$N" --format grid --out "$N.nc" 2> grid
      $P merge "$N" --out "$N.h5" > merge; $P merge "$N" --virtual > virtual
      $P init --out "$N.new" 2> init
      cmp "$N.h5" "$N/results.h5"
      $P verify "$N.h5" > verify2
      test -f "$N/page/index.html" -a -s "$N.csv" -a -s "$N.nc" -a -f "$N.new" -a -f "$N/view.h5"
      set +e
      shopt -s dotglob
      for file in *; do
        case ./$file in "$N"|"$N".*) ;; *) echo "$file";; esac
      done
      """
    let result = try Shell.run(script, in: directory)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(
      result.standardOutput.split(separator: "\n").sorted()
        == [
          "diff", "files", "grid", "init", "merge", "plan", "report", "run", "show", "status",
          "tiny.yaml", "verify", "verify2", "virtual",
        ], "\(result.standardOutput)")
  }

  /// JSON holds what Python's `open` takes.
  @Test func jsonHasTheBytesAsPythonHasThem() throws {
    let script = #"O=$(printf 'r\351'); $P run tiny.yaml --out "$O" --workers 1 --json"#
    let result = try Shell.run(script, in: directory)
    #expect(result.standardOutput.contains(#""results" : "r\udce9/results.h5""#))
  }

  /// Names with what is special to a shell, a terminal, or nobody; as `printf` writes them.
  private static let names = [
    "plain", "two words", #"it\047s"#, #"\042"#, #"a\134b"#, #"a\140id\140"#, "$HOME", "a(b)",
    "a<b",
    "a>b", "a|b", "a;b&", "~", "{a,b}", "*", "!x", #"a\011b"#, #"a\012b"#, #"a\033[31m"#, #"r\351"#,
    #"\303\251\377"#,
  ]

  /// What is printed does what it says, pasted into bash: resume, merge, plan, status.
  @Test(arguments: names) func printedCommandsWork(name: String) throws {
    _ = directory.write(Self.longSweep, to: "long.yaml")
    let script = #"""
      N=$(printf '\#(name)'; echo .); N=${N%.}
      thalweg() { "$P" "$@"; }
      $P run long.yaml --out "$N" --workers 1 --walltime 0.2 2> log; echo $?
      manifest=$(cat -- "$N/manifest.json")
      resume=$(sed -n 's/.*resume with: //p' log)
      eval "$resume" 2> log; echo $?
      sed -n 's/.*resume with: //p' log | cmp - <(printf '%s\n' "$resume"); echo $?
      [ "$manifest" = "$(cat -- "$N/manifest.json")" ]; echo $?
      $P report "$N" 2> log
      eval "$(grep '^  thalweg merge ' log)" > merge; echo $?
      [ -f "$N/results.h5" ]; echo $?
      $P init --out "$N.new" 2> log
      eval "$(sed -n 's/.*then: //p' log)" > plan; echo $?
      $P doctor --directory "$N.none" > doctor
      eval "$(sed -n 's/.*→ \(mkdir .*\), or give.*/\1/p' doctor)"; [ -d "$N.none" ]; echo $?
      ls -Aq | wc -l
      """#
    let result = try Shell.run(script, in: directory)
    #expect(
      result.standardOutput.split(separator: "\n").map { $0.filter { $0 != " " } }
        == ["75", "75", "0", "0", "0", "0", "0", "0", "9"],
      "\(result.standardOutput)\(result.standardError)")
  }

  /// Runs of minutes.
  private static let longSweep = """
    name: long
    model: {kind: diagonal-net, dimension: 50, sparsity: 3}
    data: {samples: 20}
    noise: {kind: label, alpha: 0.01}
    optimizer: {kind: sgd, step_size: [0.01, 0.02]}
    steps: 200000000
    seed: {count: 4}
    """

  // MARK: Files that are none

  @Test func aTableGoesThroughAFIFO() throws {
    try makeResults()
    let script = """
      mkfifo pipe; $P export out --format csv > table
      cat pipe > got & $P export out --format csv --out pipe; echo $?; wait; cmp got table; echo $?
      [ -p pipe ]; echo $?
      """
    let result = try Shell.run(script, in: directory)
    #expect(result.standardOutput == "0\n0\n0\n", "\(result.standardError)")
  }

  @Test func standardOutputHasManyNames() throws {
    try makeResults()
    for name in ["-", "/dev/stdout", "/dev/fd/1"] {
      let script = """
        $P export out --format csv > table; $P export out --format csv --out \(name) | cmp - table
        $P init --out \(name) | grep -c '^optimizer:'
        """
      #expect(try Shell.run(script, in: directory).standardOutput == "1\n")
    }
  }

  /// What is no file stays what it is, and is said.
  @Test(arguments: [
    "merge out --out X", "merge out --virtual --out X", "export out --format grid --out X",
    "export out --format csv --out X", "init --force --out X",
  ])
  func linksDirectoriesFIFOsAndDevicesAreNotReplaced(command: String) throws {
    try makeResults()
    let isTable = command.contains("csv") || command.contains("init")
    let script = """
      echo target > target; ln -s target link; ln -s nowhere dangling; mkdir folder; mkfifo pipe
      for X in link dangling folder \(isTable ? "" : "pipe /dev/null"); do
        $P \(command.replacingOccurrences(of: "X", with: "\"$X\"")) > said 2>&1; echo "$? $(cat said)"
      done
      [ -L link -a -L dangling -a -d folder -a -p pipe -a -c /dev/null ] && cat target; ls -A folder
      """
    let lines = try Shell.run(script, in: directory).standardOutput.split(separator: "\n")
    var expected = [
      "74 thalweg: link: this is a link, and only files are replaced; give another name",
      "74 thalweg: dangling: this is a link, and only files are replaced; give another name",
      "74 thalweg: folder: this is a directory, and only files are replaced; give another name",
    ]
    if !isTable {
      expected += [
        "74 thalweg: pipe: this is a FIFO, and only files are replaced; give another name",
        "74 thalweg: /dev/null: this is a device, and only files are replaced; give another name",
      ]
    }
    #expect(lines.map(String.init) == expected + ["target"])
  }

  /// A page's files are replaced, and nothing that is in their place.
  @Test(arguments: ["index.html", "trajectories.gp"])
  func aPageReplacesNoLink(name: String) throws {
    try makeResults()
    let script = """
      mkdir page; echo target > target; ln -s ../target page/\(name)
      $P report out --out page > table 2> log; echo $?; cat target; [ -L page/\(name) ] && cat log
      """
    let result = try Shell.run(script, in: directory)
    #expect(result.standardOutput.hasPrefix("74\ntarget\n"))
    #expect(result.standardOutput.contains("replace a link"))
  }
}
