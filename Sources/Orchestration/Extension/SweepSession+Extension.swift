internal import Digests
internal import FileSystem
internal import Shards
internal import Sweeps

extension SweepSession {
  /// Puts the sweep that is in a directory aside, so that another one can extend it.
  ///
  /// Manifest, shards and results go to `generations/` under the start of its digest; checkpoints and
  /// evidence of deaths are dropped. Every step
  /// can be repeated: the manifest in the directory is the old one until all is moved.
  static func putAside(
    _ manifest: Manifest, in directory: SweepDirectory
  ) throws(FileError) {
    let name = String(manifest.digest.description.prefix(16))
    let place = SweepDirectory("\(directory.generations)/\(name)")
    try Files.makeDirectory(place.path)
    try Files.replace(place.manifest, with: manifest.json)
    for folder in try Files.names(in: directory.shards) {
      let source = "\(directory.shards)/\(folder)"
      let target = "\(place.shards)/\(folder)"
      try Files.makeDirectory(target)
      for file in try Files.names(in: source) {
        if file.contains(".tmp-") {
          try Files.remove("\(source)/\(file)")
        } else {
          try Files.rename("\(source)/\(file)", to: "\(target)/\(file)")
        }
      }
      Files.removeDirectory(ifEmpty: source)
    }
    removeFiles(in: directory.checkpoints)
    for folder in try Files.names(in: directory.attempts) {
      removeFiles(in: "\(directory.attempts)/\(folder)")
    }
    Files.removeDirectory(ifEmpty: directory.attempts)
    for (source, target) in [
      (directory.results, place.results), (directory.provenance, place.provenance),
    ] where Files.exists(source) {
      try Files.rename(source, to: target)
    }
  }

  private static func removeFiles(in folder: String) {
    for name in (try? Files.names(in: folder)) ?? [] { try? Files.remove("\(folder)/\(name)") }
    Files.removeDirectory(ifEmpty: folder)
  }
}
