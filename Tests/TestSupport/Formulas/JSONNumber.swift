/// A number of a fixture: what is not finite stands as text.
package struct JSONNumber: Decodable {
  package let value: Double

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else {
      let text = try container.decode(String.self)
      value = text == "inf" ? .infinity : text == "-inf" ? -.infinity : .nan
    }
  }
}

/// Numbers nested in lists of any depth, in the order of the text.
package struct JSONNumbers: Decodable {
  package let values: [Double]
  /// The lengths of the outer lists, at most two; empty for a number.
  package let extents: [Int]

  package init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      var values: [Double] = []
      var inner: [Int] = []
      var count = 0
      while !list.isAtEnd {
        let element = try list.decode(JSONNumbers.self)
        values += element.values
        inner = element.extents
        count += 1
      }
      self.values = values
      extents = [count] + inner
    } else {
      values = [try JSONNumber(from: decoder).value]
      extents = []
    }
  }
}

/// A whole number or a list of them, as `inputs` is.
package struct JSONExtents: Decodable {
  package let extents: [Int]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let one = try? container.decode(Int.self) {
      extents = [one]
    } else {
      extents = try container.decode([Int].self)
    }
  }
}
