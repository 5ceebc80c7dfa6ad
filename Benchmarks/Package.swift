// swift-tools-version: 6.2
import PackageDescription

// As in the package above; the numbers are of one instruction set.
let march = Context.environment["MARCH"] ?? "native"

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "thalweg", path: "..")],
  targets: [
    .target(name: "CProcessorRates", cSettings: [.unsafeFlags(["-march=\(march)"])]),
    .executableTarget(
      name: "machine-rates",
      dependencies: ["CProcessorRates", .product(name: "Training", package: "thalweg")],
      swiftSettings: [
        .strictMemorySafety(),
        .unsafeFlags(["-Xcc", "-march=\(march)", "-Xcc", "-fno-math-errno"]),
      ]),
    .executableTarget(
      name: "synthetic-sweep",
      dependencies: [
        .product(name: "Experiments", package: "thalweg"),
        .product(name: "Shards", package: "thalweg"), .product(name: "Sweeps", package: "thalweg"),
      ]),
    .executableTarget(
      name: "training-benchmark",
      dependencies: [
        .product(name: "Experiments", package: "thalweg"),
        .product(name: "Formulas", package: "thalweg"),
        .product(name: "Sweeps", package: "thalweg"), .product(name: "Training", package: "thalweg"),
      ],
      swiftSettings: [
        .strictMemorySafety(),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
        .unsafeFlags(["-Xcc", "-march=\(march)", "-Xcc", "-fno-math-errno"]),
      ]),
  ]
)
