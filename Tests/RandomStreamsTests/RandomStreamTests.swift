import RandomStreams
import Testing

@Suite struct RandomStreamTests {
  let stream = RandomStream(seed: 0x0123_4567_89ab_cdef, purpose: .labelNoise, step: 7)

  @Test func addressIsSpreadOverKeyAndCounterAsDocumented() {
    let stream = RandomStream(
      seed: 0x299f_31d0_a409_3822, purpose: .truth, step: 0x0012_3456_1319_8a2e)
    #expect(
      stream.block(at: 0x85a3_08d3_243f_6a88)
        == Philox4x32.block(
          counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0212_3456),
          key: SIMD2(0xa409_3822, 0x299f_31d0)))
  }

  @Test func purposesHaveTheirPublishedNumbers() {
    let expected: [Purpose: UInt32] = [
      .design: 1, .truth: 2, .initialization: 3, .labelNoise: 4, .gradientNoise: 5, .minibatch: 6,
      .slowDynamics: 7,
    ]
    for purpose in Purpose.allCases { #expect(purpose.rawValue == expected[purpose]) }
  }

  @Test(arguments: [0, 1, 31, 32, 33, 127, 128, 129, 300])
  func packedSignsAreTheSingleBits(count: Int) {
    let words = stream.signWords(count: count)
    #expect(words.count == (count + 31) / 32)
    for i in 0..<(words.count * 32) {
      let bit = words[i / 32] >> UInt32(i % 32) & 1 == 1
      #expect(bit == (i < count && stream.bit(at: UInt64(i))))
    }
  }

  @Test func bitPositionsFollowTheWordsOfABlock() {
    let x = stream.block(at: 2)
    #expect(stream.bit(at: 2 * 128 + 3 * 32 + 5) == (x[3] >> 5 & 1 == 1))
    #expect(stream.bit(at: 2 * 128) == (x[0] & 1 == 1))
  }

  @Test func uniformsAreTheHigh53BitsOfTwoWords() {
    let x = stream.block(at: 9)
    let u = stream.uniforms(at: 9)
    #expect(u.first * 0x1p53 == Double((UInt64(x[0]) << 32 + UInt64(x[1])) >> 11))
    #expect(u.second * 0x1p53 == Double((UInt64(x[2]) << 32 + UInt64(x[3])) >> 11))
  }

  /// The mean of N numbers lies within 5/√N of 0 and the mean square within 5√2/√N of 1 but for one
  /// in 10⁶ streams; the seed is fixed, so the outcome is too.
  @Test func normalsHaveMeanZeroAndVarianceOne() {
    let count = 20_000
    var sum = 0.0
    var squares = 0.0
    for e in 0..<count {
      let x = stream.normal(at: UInt64(e))
      sum += x
      squares += x * x
    }
    let bound = 5 / Double(count).squareRoot()
    #expect(abs(sum / Double(count)) < bound)
    #expect(abs(squares / Double(count) - 1) < bound * 2.0.squareRoot())
  }

  /// The second uniform is the angle in turns, so it decides the signs of both.
  @Test func normalPairsComeFromOneBlock() {
    for index in 0..<200 as Range<UInt64> {
      let (x, y) = (stream.normal(at: 2 * index), stream.normal(at: 2 * index + 1))
      let pair = stream.normals(at: index)
      #expect(x == pair.first && y == pair.second)
      let u = stream.uniforms(at: index)
      #expect((x > 0) == (u.second < 0.25 || u.second > 0.75))
      #expect((y > 0) == (u.second < 0.5))
      #expect(x.isFinite && y.isFinite)
    }
  }

  @Test func sixteenNormalsAreTheSingleOnes() {
    for group in [0, 1, 77, 1 << 40] as [UInt64] {
      let sixteen = stream.sixteenNormals(at: group)
      for e in 0..<16 { #expect(sixteen[e] == stream.normal(at: group * 16 + UInt64(e))) }
    }
    for count in [0, 1, 15, 16, 17, 40] {
      #expect(stream.normals(count: count) == (0..<count).map { stream.normal(at: UInt64($0)) })
    }
  }

  @Test func integersAreTheHighHalfOfTheProduct() {
    for index in 0..<100 as Range<UInt64> {
      let x = stream.block(at: index)
      let word = UInt64(x[0]) << 32 + UInt64(x[1])
      #expect(stream.integer(below: 1 << 20, at: index) == word >> 44)
      #expect(stream.integer(below: 10, at: index) < 10)
      #expect(stream.integer(below: 1, at: index) == 0)
    }
  }

  @Test func eightIntegersAreTheSingleOnes() {
    for group in [0, 1, 77, 1 << 40] as [UInt64] {
      for bound in [1, 10, 500, 1 << 20, 0xffff_ffff] as [UInt64] {
        let eight = stream.eightIntegers(below: bound, at: group)
        for k in 0..<8 {
          #expect(eight[k] == stream.integer(below: bound, at: 8 * group + UInt64(k)))
        }
      }
    }
  }

  @Test func aBoundOfMoreThan32BitsTrapsForEight() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomStream(seed: 0, purpose: .minibatch, step: 1).eightIntegers(below: 1 << 32, at: 0)
    }
  }

  @Test func aStepOfMoreThan56BitsTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomStream(seed: 0, purpose: .design, step: 1 << 56)
    }
  }
}
