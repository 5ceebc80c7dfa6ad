// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The instruction set that Swift and C are compiled for; the host's unless MARCH names another.
// It changes speed, never a bit of a result. "-fno-math-errno" lets √ become one instruction.
let march = Context.environment["MARCH"] ?? "native"

let swiftSettings: [SwiftSetting] = [
  .strictMemorySafety(),  // every unsafe expression is marked
  .enableUpcomingFeature("InternalImportsByDefault"),  // a module's imports are its own affair
  .enableUpcomingFeature("MemberImportVisibility"),  // what is used is imported where it is used
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-Xcc", "-march=\(march)", "-Xcc", "-fno-math-errno"]),
]

// Knows which instruction set it was built for, and must itself run on any processor.
let processorSettings: [CSetting] = [.unsafeFlags(["-march=\(march)"])]

// For the provenance of results.
let commit = Context.gitInformation.map {
  $0.currentCommit + ($0.hasUncommittedChanges ? "+" : "")
}
let buildSettings: [CSetting] = [
  .define("THALWEG_COMMIT", to: "\"\(commit ?? "")\""),
  .define("THALWEG_MARCH", to: "\"\(march)\""),
]

// The MPI side library is built where Open MPI's headers are; THALWEG_MPI=1 or 0 overrules.
let buildsMPI: Bool = {
  if let choice = Context.environment["THALWEG_MPI"] { return choice != "0" }
  let usual = [
    "/usr/lib/x86_64-linux-gnu/pkgconfig", "/usr/lib/aarch64-linux-gnu/pkgconfig",
    "/usr/lib/pkgconfig", "/usr/lib64/pkgconfig", "/usr/share/pkgconfig",
    "/usr/local/lib/pkgconfig", "/usr/local/lib64/pkgconfig",
  ]
  let asked = (Context.environment["PKG_CONFIG_PATH"] ?? "").split(separator: ":").map(String.init)
  return (asked + usual).contains { FileManager.default.fileExists(atPath: $0 + "/ompi-c.pc") }
}()

/// A Swift module and the modules it may import: the arrows of docs/design.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// Tests of one module.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], scripts: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: scripts,
    swiftSettings: swiftSettings)
}

// Layer 0: C, and functions that depend on nothing else.
let foundations: [Target] = [
  .systemLibrary(
    name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
  // SHA-256 with the processor's own instructions, kept by others.
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  // Inflates NumPy's archives; HDF5 needs it, too.
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "CMPI"),
  .target(name: "CBuild", cSettings: buildSettings),
  .target(name: "CProcess"),
  .target(name: "CProcessorFeatures", cSettings: processorSettings),
  .target(name: "CProcessorCheck", dependencies: ["CProcessorFeatures"]),
  // Vector instructions without a name in Swift: look-ups in registers, approximate roots. Functions of
  // vectors: their selections go lane by lane in Swift.
  .systemLibrary(name: "CLaneIntrinsics"),
  // Small dense matrices in double precision, in one order.
  module("DenseAlgebra"),
  module("ElementaryFunctions", ["CLaneIntrinsics"]),
  module("FileSystem"),
  module("Parameters"),
]

// Opened at run time, under mpirun only, so that the program starts without libmpi.
let mpiTargets: [Target] = [
  .systemLibrary(
    name: "COpenMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev", "openmpi-bin"])]),
  .target(name: "ThalwegMPI", dependencies: ["CMPI", "COpenMPI"]),
]

let modules: [Target] = [
  // Layer 1
  module("HDF5", ["CHDF5", "FileSystem"]),
  // Files of arrays in other forms than HDF5.
  module("ArrayFiles", ["CZlib"]),
  module("Digests", ["CCrypto", "FileSystem"]),
  module("MPI", ["CMPI"]),
  module("RandomStreams", ["ElementaryFunctions"]),
  module("Formulas", ["DenseAlgebra", "ElementaryFunctions"]),
  module("Messaging"),
  module(
    "Sweeps",
    [
      "ElementaryFunctions", "FileSystem", "Parameters",
      .product(name: "Algorithms", package: "swift-algorithms"),
      .product(name: "Yams", package: "Yams"),
    ]),
  // Layer 2
  module(
    "Training",
    [
      "CLaneIntrinsics", "DenseAlgebra", "ElementaryFunctions", "Formulas", "Parameters",
      "RandomStreams",
    ]),
  module("Shards", ["Digests", "FileSystem", "HDF5", "Parameters", "Sweeps"]),
  module("MPIMessaging", ["MPI", "Messaging"]),
  module("ProcessMessaging", ["CProcess", "Messaging"]),
  // Layer 3
  module(
    "Theory", ["DenseAlgebra", "ElementaryFunctions", "Parameters", "RandomStreams", "Training"]),
  module(
    "Reports",
    [
      "FileSystem", "Parameters", "Shards", "Sweeps",
      .product(name: "Mustache", package: "swift-mustache"),
    ]),
  // Layer 4
  module(
    "Experiments",
    [
      "ArrayFiles", "Digests", "ElementaryFunctions", "FileSystem", "HDF5",
      "Parameters", "Shards", "Sweeps", "Theory", "Training",
    ]),
  // Layer 5
  module(
    "Orchestration",
    [
      "CBuild", "CProcess", "Digests", "Experiments", "FileSystem", "Messaging", "Parameters",
      "Shards", "Sweeps",
    ]),
  // Layer 6
  .executableTarget(
    name: "thalweg",
    dependencies: [
      "CProcess", "CProcessorCheck", "Digests", "Experiments", "FileSystem", "MPI", "MPIMessaging",
      "Messaging", "Orchestration", "Parameters", "ProcessMessaging", "Reports", "Shards", "Sweeps",
      .product(name: "Algorithms", package: "swift-algorithms"),
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], swiftSettings: swiftSettings),
]

// The dealer's overhead with nothing to compute, and on paper: docs/scaling.md. No part of the program.
let benchmarkTargets: [Target] = [
  .executableTarget(
    name: "dealing",
    dependencies: [
      "Digests", "Experiments", "FileSystem", "MPI", "MPIMessaging", "Messaging", "Orchestration",
      "ProcessMessaging", "Shards", "Sweeps",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "HeapModule", package: "swift-collections"),
    ], path: "Benchmarks/scaling/dealing", swiftSettings: swiftSettings)
]

let testTargets: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["CProcess", "Formulas", "Messaging"],
    path: "Tests/TestSupport", swiftSettings: swiftSettings),
  // The worker's half of the transport tests, as a process of its own.
  .executableTarget(
    name: "TransportPeer",
    dependencies: ["MPI", "MPIMessaging", "Messaging", "ProcessMessaging", "TestSupport"],
    path: "Tests/TransportPeer", swiftSettings: swiftSettings),
  tests("DenseAlgebraTests", ["DenseAlgebra", "RandomStreams"]),
  tests("ElementaryFunctionsTests", ["ElementaryFunctions"]),
  tests("RandomStreamsTests", ["RandomStreams"]),
  tests(
    "FormulasTests", ["ElementaryFunctions", "Formulas"], scripts: ["random_formulas.py"]),
  tests("FileSystemTests", ["FileSystem"]),
  tests("HDF5Tests", ["Digests", "HDF5"]),
  tests("ArrayFilesTests", ["ArrayFiles"]),
  tests("DigestsTests", ["Digests", "FileSystem"]),
  tests(
    "MessagingTests", ["MPI", "MPIMessaging", "Messaging", "ProcessMessaging", "TransportPeer"]),
  tests("ParametersTests", ["Parameters"]),
  tests("SweepsTests", ["Experiments", "Parameters", "Sweeps"]),
  tests(
    "TrainingTests",
    [
      "DenseAlgebra", "ElementaryFunctions", "Formulas", "Parameters", "RandomStreams", "Training",
    ]),
  tests(
    "TheoryTests",
    [
      "DenseAlgebra", "ElementaryFunctions", "Formulas", "Parameters", "RandomStreams", "Theory",
      "Training",
    ]),
  tests(
    "ShardsTests",
    ["Digests", "Experiments", "FileSystem", "HDF5", "Parameters", "Shards", "Sweeps"]),
  tests(
    "ExperimentsTests",
    ["Experiments", "FileSystem", "HDF5", "Parameters", "Shards", "Sweeps", "Theory", "Training"]),
  tests(
    "OrchestrationTests",
    [
      "Digests", "Experiments", "FileSystem", "Messaging", "Orchestration", "Parameters", "Shards",
      "Sweeps",
    ]),
  tests(
    "DealingTests",
    [
      "dealing", "Experiments", "FileSystem", "Messaging", "Orchestration", "Shards",
    ]),
  tests("ReportsTests", ["Experiments", "Parameters", "Reports", "Shards"]),
  tests(
    "CommandTests",
    [
      "CProcessorCheck", "Digests", "Experiments", "FileSystem", "HDF5", "Orchestration",
      "Parameters", "Reports", "thalweg",
    ],
    scripts: [
      "basis_pursuit.py", "byte_flips.py", "check_format.py", "check_unions.py",
      "compare_with_torch.py", "content_digest.py", "data_files.py", "describe_results.py",
      "exported_data.py", "failing_calls.c", "first_release_numbers.py", "golden_trajectories.py",
      "gradient_flow.py", "look_at_report.py", "muon_vectors.py", "named_inputs.py",
      "own_quantities.py", "printed_programs.py",
      "read_results.py", "recorded_parameters.py", "slow_equations.py",
    ]),
  // The scripts of jobs/ under real daemons, two hosts, full disks.
  tests(
    "JobTests", ["Digests", "FileSystem", "thalweg"],
    scripts: ["detached.sh", "slurm-down.sh", "slurm-up.sh", "two-nodes.sh"]),
]

let package = Package(
  name: "thalweg",
  products: [
    .executable(name: "thalweg", targets: ["thalweg"]),
    // For the package in Benchmarks.
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "Formulas", targets: ["Formulas"]),
    .library(name: "Training", targets: ["Training"]),
    .library(name: "Shards", targets: ["Shards"]),
    .library(name: "Sweeps", targets: ["Sweeps"]),
  ]
    + (buildsMPI ? [.library(name: "ThalwegMPI", type: .dynamic, targets: ["ThalwegMPI"])] : []),
  dependencies: [
    // Bisection.
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    // Commands, help, completions.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The heap of a simulation.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    // The page of a report as a template.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // YAML with the places that messages point to.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: foundations + (buildsMPI ? mpiTargets : []) + modules + benchmarkTargets
    + testTargets
)
