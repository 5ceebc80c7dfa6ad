internal import Digests
internal import HDF5
internal import Sweeps

/// What a results file says of itself as a whole: its global attributes.
struct ResultsHeading: Sendable {
  private let title: String
  private let question: String?
  private let description: String?
  private let formatVersion: Int
  private let numericsVersion: Int
  private let sweepDigest: String
  private let specification: String
  /// The digests of the sweeps; nil where there is one.
  private let mergedSweeps: String?

  /// The heading of one sweep's results.
  init(_ manifest: Manifest) {
    title = manifest.specification.name
    question = manifest.specification.question
    description = manifest.specification.description
    formatVersion = max(manifest.formatVersion, FormatVersion.format)
    numericsVersion = manifest.numericsVersion
    sweepDigest = manifest.digest.description
    specification = String(decoding: manifest.specification.canonicalJSON, as: UTF8.self)
    mergedSweeps = nil
  }

  /// The heading of several sweeps' results: names joined, specifications in a JSON array.
  ///
  /// - Precondition: There is at least one manifest, and all are of one program's numerics.
  init(joining manifests: [Manifest]) {
    func unique(_ texts: [String]) -> [String] {
      texts.indices.filter { !texts[..<$0].contains(texts[$0]) }.map { texts[$0] }
    }
    let questions = unique(manifests.compactMap(\.specification.question))
    let descriptions = unique(manifests.compactMap(\.specification.description))
    title = unique(manifests.map(\.specification.name)).joined(separator: " + ")
    question = questions.isEmpty ? nil : questions.joined(separator: " ")
    description = descriptions.isEmpty ? nil : descriptions.joined(separator: "\n")
    formatVersion = manifests.map(\.formatVersion).reduce(FormatVersion.format, max)
    numericsVersion = manifests.map(\.numericsVersion).max() ?? NumericsVersion.latest
    let digests = manifests.map(\.digest.description)
    sweepDigest = SHA256Digest.of("thalweg merge\n" + digests.joined(separator: "\n")).description
    let list = manifests.map {
      String(decoding: $0.specification.canonicalJSON, as: UTF8.self)
    }
    specification = "[" + list.joined(separator: ",") + "]"
    mergedSweeps = digests.joined(separator: " ")
  }

  func write(to file: borrowing File, coordinates: String) throws(HDF5Error) {
    try file.setText("Conventions", "CF-1.10")
    try file.setText(AttributeName.title, title)
    if let question { try file.setText(AttributeName.question, question) }
    if let description { try file.setText(AttributeName.description, description) }
    try file.setAttribute(AttributeName.formatVersion, Int64(formatVersion))
    try file.setAttribute(AttributeName.numericsVersion, Int64(numericsVersion))
    try file.setText(AttributeName.sweepDigest, sweepDigest)
    if let mergedSweeps { try file.setText(AttributeName.mergedSweeps, mergedSweeps) }
    try file.setText(AttributeName.specification, specification)
    try file.setText("coordinates", coordinates)
  }
}
