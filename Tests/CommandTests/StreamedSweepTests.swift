import FileSystem
import TestSupport
import Testing

/// Sweep files that come from a pipe.
@Suite struct StreamedSweepTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [
    "cat tiny.yaml | $P COMMAND -", "$P COMMAND - < tiny.yaml",
    "cat tiny.yaml | $P COMMAND /dev/stdin",
    "$P COMMAND /dev/stdin < tiny.yaml", "$P COMMAND <(cat tiny.yaml)",
    "mkfifo f; cat tiny.yaml > f & $P COMMAND f",
  ])
  func aSweepFileMayComeFromAPipe(form: String) throws {
    _ = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let run = form.replacing("COMMAND", with: "run --out out --workers 1")
    let script = """
      $P plan tiny.yaml --json | grep sweep_sha256 > right
      \(form.replacing("COMMAND", with: "plan --json")) | grep sweep_sha256 | cmp - right; echo $?
      rm -f f
      $P run tiny.yaml --out right.d --workers 1 > said
      \(run) > said; cmp right.d/results.h5 out/results.h5; echo $?
      \(form.hasPrefix("mkfifo") ? "" : form.replacing("COMMAND", with: "bench --seconds 0.1") + " > said; echo $?")
      cmp tiny.yaml out/sweep-as-given.yaml; echo $?; [ -e right.d/sweep-as-given.yaml ]; echo $?
      """
    let result = try Shell.run(script, in: directory)
    #expect(Set(result.standardOutput.dropLast(2).split(separator: "\n")) == ["0"])
    #expect(result.standardOutput.hasSuffix("0\n1\n"), "\(result.standardError)")
  }

  /// The data of a streamed sweep lie beside the reader; the printed command finds everything again.
  @Test(arguments: [
    "cat s.yaml | $P run -", "cat s.yaml | $P run /dev/stdin", "$P run <(cat s.yaml)",
  ])
  func theResumeCommandWorks(form: String) throws {
    _ = directory.write(
      """
      name: long
      model: {kind: diagonal-net, dimension: 50, sparsity: 3}
      data: {samples: 20}
      noise: {kind: label, alpha: 0.01}
      optimizer: {kind: sgd, step_size: [0.01, 0.02]}
      steps: 200000000
      seed: {count: 4}
      """, to: "s.yaml")
    let script = """
      \(form) --out 'o t' --workers 1 --walltime 0.2 --set noise.alpha=0.02 2> log; echo $?
      resume=$(sed -n 's/.*resume with: //p' log)
      \(form) --out 'o t' --workers 1 --walltime 0.2 --json 2> log2; echo $?
      rm s.yaml; eval "$resume" 2> log3; echo $?; cat log3
      """
    let result = try Shell.run(script, in: directory)
    #expect(result.standardOutput.hasPrefix("75\n"))
    // Without the override it is another sweep.
    #expect(result.standardOutput.contains("\n65\n75\n"), "\(result.standardOutput)")
    #expect(result.standardOutput.contains("< 'o t/sweep-as-given.yaml'\n"))
  }

  @Test func mistakesNameStandardInput() throws {
    let result = try Shell.run("echo 'name: x' | $P plan -", in: directory)
    #expect(result.exitCode == 65)
    #expect(result.standardError.hasPrefix("<stdin>:1:1: the sweep lacks 'model'"))
  }

  @Test(arguments: ["/dev/zero", "- < /dev/zero", "<(yes)", "/dev/stdin < /dev/urandom"])
  func streamsWithoutEndAreRefused(source: String) throws {
    let result = try Shell.run("ulimit -v 4000000; $P plan \(source)", in: directory)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains("this is not a sweep file"), "\(result.standardError)")
  }
}
