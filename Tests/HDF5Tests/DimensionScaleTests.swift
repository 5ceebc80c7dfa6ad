import HDF5
import TestSupport
import Testing

@Suite struct DimensionScaleTests {
  @Test func scalesAreAttachedToTheirDimensions() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    try writeSample(at: path)
    let file = try File.openForReading(at: path)
    let run = try file.openDataset("run", of: Int64.self)
    let snapshot = try file.openDataset("snapshot", of: Float.self)
    let loss = try file.openDataset("loss", of: Double.self)
    #expect(try run.isScale())
    #expect(try !loss.isScale())
    #expect(try loss.isScale(run, attachedToDimension: 0))
    #expect(try loss.isScale(snapshot, attachedToDimension: 1))
    #expect(try !loss.isScale(run, attachedToDimension: 1))
    #expect(try run.textAttribute("NAME") == "run")
    // NetCDF-4 writes the length with "%10d".
    #expect(
      try snapshot.textAttribute("NAME")
        == "This is a netCDF dimension but not a netCDF variable.         3")
  }

  @Test func aTextDatasetCanBeAScale() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    let model = try file.createStringDataset("model", shape: [2])
    try model.makeScale(named: "model")
    let data = try file.createDataset("x", of: Double.self, shape: [2])
    try data.attachScale(model, toDimension: 0)
    #expect(try data.isScale(model, attachedToDimension: 0))
  }

  @Test func aDimensionThatIsNotThereIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    let run = try file.createDataset("run", of: Int64.self, shape: [2])
    try run.makeScale(named: "run")
    let data = try file.createDataset("x", of: Double.self, shape: [2])
    let error = #expect(throws: HDF5Error.self) { try data.attachScale(run, toDimension: 1) }
    #expect(error?.function == "H5DSattach_scale")
    #expect(error?.object == "\(path):/x")
  }
}
