internal import CBuild
internal import Digests
internal import Shards

/// The version of this program.
public enum ProgramVersion {
  /// As `thalweg --version` prints it.
  public static let text = "0.1.0"
}

/// Which program this is, and what it was built with and runs on.
struct BuildFacts: Codable, Hashable {
  /// The version that it says it has.
  var version: String
  /// The commit of its source, with "+" where files were changed; empty where that is not known.
  var commit: String
  /// SHA-256 of the program's file.
  var programSha256: String
  /// The compiler, in its own words.
  var compiler: String
  /// The instruction set it was compiled for.
  var instructionSet: String
  /// The version of HDF5.
  var hdf5: String
  /// The MPI library, in its own words; nil where the run was without.
  var mpi: String?

  /// The program that is running.
  init(mpi: String? = nil) {
    version = ProgramVersion.text
    commit = unsafe String(cString: cbuild_source_commit())
    programSha256 = (try? SHA256Digest.ofFile(at: "/proc/self/exe"))?.description ?? ""
    compiler = unsafe String(cString: cbuild_compiler())
    instructionSet = unsafe String(cString: cbuild_instruction_set())
    hdf5 = StorageLibrary.version
    self.mpi = mpi
  }
}
