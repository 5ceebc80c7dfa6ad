import Digests
import FileSystem
import TestSupport
import Testing

/// `thalweg digest`, and the attribute `content_sha256`.
@Suite struct DigestTests {
  private let directory = TemporaryDirectory()

  private func results(of yaml: String, as name: String) throws -> String {
    let sweep = directory.write(yaml, to: name + ".yaml")
    let run = try Program.run("run", sweep, "--out", directory.file(name))
    try #require(run.exitCode == 0, "\(run.standardError)")
    return directory.file(name) + "/results.h5"
  }

  private func digest(_ path: String) throws -> String {
    let result = try Program.run("digest", path)
    try #require(result.exitCode == 0, "\(result.standardError)")
    return String(result.standardOutput.prefix(64))
  }

  /// A script that knows nothing but docs/format.md gives the same digits, and a copy of other bytes,
  /// written by h5py's version of HDF5, has them, too.
  @Test(arguments: [SmallSweep.tiny, SmallSweep.slow])
  func theDigestIsThatOfTheDocumentWhicheverHDF5Wrote(yaml: String) throws {
    let path = try results(of: yaml, as: "sweep")
    let copy = directory.file("copy.h5")
    let script = try Python.run(script: "content_digest.py", path, copy)
    try #require(script.exitCode == 0, "\(script.standardError)")
    #expect(try digest(path) == script.standardOutput.dropLast())
    #expect(try digest(directory.file("sweep")) == script.standardOutput.dropLast())
    #expect(try SHA256Digest.ofFile(at: copy) != SHA256Digest.ofFile(at: path))
    #expect(try digest(copy) == script.standardOutput.dropLast())
    #expect(try Program.run("diff", path, copy).exitCode == 0)
    #expect(try Program.run("verify", copy).exitCode == 0)
  }

  /// A value, a name and the order of the runs count, and are found by `digest` and `verify`.
  @Test(arguments: [
    "file['train_loss'][0, 0] += 1", "file['signal'][3, 0, 0] = -file['signal'][3, 0, 0]",
    "file.move('l1_norm', 'l2_norm')", "file['seed'][:] = file['seed'][()][::-1]",
    "file['optimizer'][2] = 'adamw'", "file['slow_start_step'][1] = 0",
  ])
  func whatIsChangedIsFound(change: String) throws {
    let path = try results(of: SmallSweep.tiny, as: "tiny")
    let copy = directory.file("copy.h5")
    #expect(try Python.run(script: "content_digest.py", path, copy).exitCode == 0)
    let script = directory.write(
      "import h5py\nwith h5py.File('\(copy)', 'a') as file:\n    \(change)\n", to: "change.py")
    let changed = try runProcess(try Python.interpreter, [script])
    try #require(changed.exitCode == 0, "\(changed.standardError)")
    for command in ["digest", "verify"] {
      let result = try Program.run(command, copy)
      #expect(result.exitCode == 1, "\(command): \(result.standardOutput)")
      #expect(
        (result.standardOutput + result.standardError).contains(
          "its content is not what its content_sha256 says"))
    }
  }

  /// Neither a view nor a file of format 1 says its digest; both have one.
  @Test func aFileThatDoesNotSayItHasADigest() throws {
    let path = try results(of: SmallSweep.tiny, as: "tiny")
    let view = directory.file("tiny") + "/view.h5"
    #expect(try Program.run("merge", directory.file("tiny"), "--virtual").exitCode == 0)
    let script = try Python.run(script: "content_digest.py", view)
    #expect(try digest(view) == script.standardOutput.dropLast())
    #expect(try digest(view) != digest(path))
  }
}
