import HDF5
import TestSupport
import Testing

@Suite struct AttributeTests {
  @Test func numbersComeBackFromFileGroupAndDataset() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    do {
      let file = try File.create(at: path)
      let group = try file.createGroup("g")
      let dataset = try group.createDataset("x", of: Int8.self, shape: [1])
      try file.setAttribute("long", Int64.min)
      try group.setAttribute("double", -0.1)
      try group.setAttribute("doubles", [0.1, 0.2, .infinity])
      try dataset.setAttribute("byte", Int8(-7))
      try dataset.setAttribute("bytes", [1, 2] as [Int8])
      try dataset.setAttribute("none", [Int64]())
      try dataset.setFillValueAttribute(-1)
      try dataset.close()
      try group.close()
      try file.close()
    }
    let file = try File.openForReading(at: path)
    let group = try file.openGroup("g")
    let dataset = try file.openDataset("g/x", of: Int8.self)
    #expect(try file.attribute("long", of: Int64.self) == .min)
    #expect(try group.attribute("double", of: Double.self) == -0.1)
    #expect(try group.attributeArray("doubles") == [0.1, 0.2, .infinity])
    #expect(try dataset.attribute("byte", of: Int8.self) == -7)
    #expect(try dataset.attributeArray("bytes", of: Int8.self) == [1, 2])
    #expect(try dataset.attributeArray("none", of: Int64.self) == [])
    #expect(try dataset.attribute("_FillValue", of: Int8.self) == -1)
  }

  @Test(arguments: [TextStorage.variableLength, .fixedLength])
  func textComesBack(storage: TextStorage) throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let texts = ["", "a", "Größe ½ \u{1F9EE}", " spaces ", String(repeating: "long", count: 9000)]
    let file = try File.create(at: path)
    for (index, text) in texts.enumerated() {
      try file.setAttribute("t\(index)", text, stored: storage)
    }
    try file.close()
    let reading = try File.openForReading(at: path)
    for (index, text) in texts.enumerated() {
      #expect(try reading.textAttribute("t\(index)") == text)
    }
  }

  @Test func listsOfTextsComeBack() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    try file.setAttribute("axes", ["run", "", "snapshot"])
    try file.setAttribute("none", [String]())
    #expect(try file.textArrayAttribute("axes") == ["run", "", "snapshot"])
    #expect(try file.textArrayAttribute("none") == [])
  }

  @Test func settingAgainReplaces() throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("a.h5"))
    try file.setAttribute("x", Int64(1))
    try file.setAttribute("x", "text")
    #expect(try file.textAttribute("x") == "text")
    try file.removeAttribute("x")
    #expect(try file.hasAttribute("x") == false)
  }

  @Test func whatIsNotThereOrOfAnotherTypeIsAnError() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.h5")
    let file = try File.create(at: path)
    try file.setAttribute("pair", [1.0, 2.0])
    try file.setAttribute("text", "1")
    let missing = #expect(throws: HDF5Error.self) {
      try file.attribute("nothing", of: Double.self)
    }
    #expect(missing?.function == "H5Aopen")
    #expect(missing?.object == "\(path):/@nothing")
    #expect(throws: HDF5Error.self) { try file.attribute("pair", of: Double.self) }
    #expect(throws: HDF5Error.self) { try file.attributeArray("pair", of: Float.self) }
    #expect(throws: HDF5Error.self) { try file.attribute("text", of: Double.self) }
    #expect(throws: HDF5Error.self) { try file.textAttribute("pair") }
    #expect(throws: HDF5Error.self) { try file.setAttribute("text", "a\0b") }
    #expect(throws: HDF5Error.self) { try file.setAttribute("text", "\0", stored: .fixedLength) }
    #expect(try file.textAttribute("text") == "1")
  }
}
