import Testing

@testable import Orchestration

@Suite struct HangWatchTests {
  private func statistics(_ state: String, _ ticks: Int) -> ProcessStatistics {
    ProcessStatistics(state: state, processorTicks: ticks, started: "1")
  }

  /// Looks every half second from `start`; the seconds after which worker 1 counts as hung.
  private func hangTime(
    _ watch: inout HangWatch, from start: Double = 0, _ statistics: (Double) -> ProcessStatistics?
  ) -> Double? {
    for look in 0..<100 {
      let now = start + Double(look) / 2
      if watch.look(at: [1], now: now, statistics: { _ in statistics(now) }) == [1] {
        return now - start
      }
    }
    return nil
  }

  @Test func silenceWithoutProcessorTimeIsAHang() {
    var watch = HangWatch(limit: 10)
    #expect(hangTime(&watch) { _ in statistics("S", 7) } == 10)
  }

  @Test func aWorkerThatComputesDoesNotHang() {
    var watch = HangWatch(limit: 10)
    #expect(hangTime(&watch) { statistics("R", Int(100 * $0)) } == nil)
  }

  @Test func waitingForADiskIsNoHang() {
    var watch = HangWatch(limit: 10)
    #expect(hangTime(&watch) { _ in statistics("D", 7) } == nil)
  }

  @Test func aWordEndsTheSilence() {
    var watch = HangWatch(limit: 10)
    for look in 0..<100 {
      if look % 8 == 0 { watch.hear(1) }
      let hung = watch.look(at: [1], now: Double(look)) { _ in statistics("S", 7) }
      #expect(hung.isEmpty)
    }
  }

  /// All were suspended together for an hour.
  @Test func timeInWhichTheCoordinatorSleptDoesNotCount() {
    var watch = HangWatch(limit: 10)
    _ = watch.look(at: [1], now: 0) { _ in statistics("S", 7) }
    #expect(watch.look(at: [1], now: 3600) { _ in statistics("S", 7) }.isEmpty)
    #expect(hangTime(&watch, from: 3600) { _ in statistics("S", 7) } == 9)
  }

  @Test func theKernelTellsOfThisProcess() throws {
    let own = try #require(ProcessStatistics(of: LockOwner.current().process))
    #expect(own.state == "R" || own.state == "S")
    #expect(own.started == LockOwner.current().started)
    #expect(ProcessStatistics(of: 0) == nil)
  }
}
