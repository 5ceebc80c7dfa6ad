import HDF5

/// Writes one of everything: numbers and texts, chunked or not, attributes, scales, groups.
///
/// Texts of variable length can be left out, since damage to them is beyond HDF5's checksums.
func writeSample(
  at path: String, userBlockByteCount: Int = 0, withVariableTexts: Bool = true
) throws(HDF5Error) {
  let file = try File.create(
    at: path, ifItExists: .truncate, userBlockByteCount: userBlockByteCount)
  try file.setAttribute("title", "a sweep")
  try file.setAttribute("fixed", "σ = ½")
  try file.setAttribute("format_version", Int64(1))
  if withVariableTexts {
    try file.setAttribute("variable", "σ = ½", stored: .variableLength)
    try file.setAttribute("coordinates", ["step_size", "seed"])
  }
  let group = try file.createGroup("extra")
  try group.setAttribute("weights", [0.5, 0.25])
  let run = try file.createDataset("run", of: Int64.self, shape: [5])
  try run.write([0, 1, 2, 3, 4])
  try run.makeScale(named: "run")
  let snapshot = try file.createDataset("snapshot", of: Float.self, shape: [3])
  try snapshot.makeScaleWithoutCoordinate()
  if withVariableTexts {
    let model = try file.createStringDataset("model", shape: [5], chunk: [2])
    try model.write(["diagonal", "", "Größe", "w", "a longer text than the others"])
    try model.attachScale(run, toDimension: 0)
    try model.close()
  }
  for name in ["loss", "norm", "rank"] {
    let data = try file.createDataset(
      name, of: Double.self, shape: [5, 3], chunk: [2, 3], fill: .nan, filters: [.fletcher32])
    try data.setFillValueAttribute(.nan)
    try data.setAttribute("units", "1")
    try data.attachScale(run, toDimension: 0)
    try data.attachScale(snapshot, toDimension: 1)
    try data.write((0..<6).map(Double.init), rows: 1..<3)
    try data.close()
  }
  let inner = try group.createDataset("cube", of: Int32.self, shape: [2, 2, 2])
  try inner.write([1, 2, 3, 4, 5, 6, 7, 8])
  try inner.close()
  try snapshot.close()
  try run.close()
  try group.close()
  try file.close()
}

/// Opens and reads everything that ``writeSample`` writes.
func readSample(at path: String, withVariableTexts: Bool = true) throws(HDF5Error) {
  let file = try File.openForReading(at: path)
  _ = try file.linkNames()
  _ = try file.textAttribute("title")
  _ = try file.textAttribute("fixed")
  _ = try file.attribute("format_version", of: Int64.self)
  if withVariableTexts {
    _ = try file.textAttribute("variable")
    _ = try file.textArrayAttribute("coordinates")
    _ = try file.openStringDataset("model").read()
  }
  _ = try file.openDataset("run", of: Int64.self).read()
  _ = try file.openDataset("snapshot", of: Float.self).read()
  for name in ["loss", "norm", "rank"] {
    let data = try file.openDataset(name, of: Double.self)
    _ = try data.chunkShape()
    _ = try data.attribute("_FillValue", of: Double.self)
    _ = try data.textAttribute("units")
    _ = try data.read()
  }
  let group = try file.openGroup("extra")
  _ = try group.attributeArray("weights", of: Double.self)
  _ = try group.openDataset("cube", of: Int32.self).read()
}
