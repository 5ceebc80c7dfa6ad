import Testing

@testable import Orchestration

/// By a false clock.
@Suite struct DeadlineTests {
  /// Laying down the shards of many workers on a busy file system takes seconds; Slurm kills at the end.
  @Test(arguments: [120.0, 600, 86_400])
  func everythingIsLaidDownHalfAMinuteBeforeTheEnd(seconds: Double) {
    let deadline = Deadline(seconds, from: 1000)
    #expect(!deadline.isNear(at: 1000))
    #expect(!deadline.isNear(at: 1000 + seconds - 30.5))
    #expect(deadline.isNear(at: 1000 + seconds - 30))
    #expect(deadline.isNear(at: 1000 + seconds + 1))
  }

  @Test(arguments: [4.0, 40, 100])
  func ofAShortTimeAQuarterIsKept(seconds: Double) {
    let deadline = Deadline(seconds, from: 1000)
    #expect(!deadline.isNear(at: 1000 + seconds * 0.7))
    #expect(deadline.isNear(at: 1000 + seconds * 0.75))
  }

  @Test func aTimeThatIsOverIsNear() {
    #expect(Deadline(-5, from: 1000).isNear(at: 1000))
    #expect(Deadline(0, from: 1000).isNear(at: 1000))
  }
}
