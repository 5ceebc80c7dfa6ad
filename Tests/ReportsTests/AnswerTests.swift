import Shards
import Testing

@testable import Reports

@Suite struct AnswerTests {
  private func answer(_ sweep: Sweep) -> Answer { Answer(SweepAnalysis(sweep.table)) }

  @Test func theSentenceNamesTheBestMethodItsRivalsAndTheProblem() {
    let answer = answer(.comparison)
    // sgd at η = 0.1: (11, 12, ∞) / 20, median 0.6; adam-e: a hundredth of 12 / 20.
    #expect(
      answer.sentence
        == "Least median final population loss at n = 20: adam-e, 0.00600 (sgd: 0.600).")
    #expect(
      answer.reservations[0]
        == "Median over 3 runs each. Tuned: η, the best tried for each method, by these same runs.")
    #expect(
      answer.reservations.contains(
        "Runs without a loss count as infinite: sgd, 1 of 3 runs diverged."))
  }

  @Test func recoveryIsSaidFromTheSamplesWhereItStays() throws {
    let recovery = try #require(answer(.comparison).recovery)
    #expect(recovery.contains("from n = 20 (adam-e), none tried (sgd)."))
  }

  @Test func overlappingQuartilesAreSaid() {
    let runs = (0..<4).flatMap { seed in
      [
        Sweep.Run(optimizer: "sgd", seed: seed, loss: 1 + Double(seed)),
        Sweep.Run(optimizer: "adam", seed: seed, loss: 1.1 + Double(seed)),
        Sweep.Run(optimizer: "rmsprop", seed: seed, loss: 100 + Double(seed)),
      ]
    }
    let answer = answer(Sweep(runs: runs))
    #expect(
      answer.reservations.contains(
        "The quartiles overlap with those of adam: these runs do not separate them clearly."))
  }

  @Test func equalMedianNamesBoth() {
    let runs = ["sgd", "adam"].map { Sweep.Run(optimizer: $0, loss: 0.25) }
    #expect(
      answer(Sweep(runs: runs)).sentence
        == "Least median final population loss: sgd and adam, 0.250.")
  }

  @Test func oneMethodIsNotCalledTheLeast() {
    let answer = answer(Sweep(runs: [Sweep.Run(loss: 0.25)]))
    #expect(answer.sentence == "Median final population loss: 0.250 (sgd).")
  }

  @Test func nothingComputedOrAllLostIsSaid() {
    #expect(answer(Sweep(runs: [])).sentence == "No run has been computed yet.")
    #expect(
      answer(Sweep(runs: [Sweep.Run(state: .absent)])).sentence == "No run has been computed yet.")
    #expect(answer(Sweep(runs: [Sweep.Run(state: .diverged)])).sentence == "All runs diverged.")
  }

  @Test func missingRunsAreSaid() {
    let runs = [Sweep.Run(), Sweep.Run(seed: 1, state: .absent)]
    #expect(
      answer(Sweep(runs: runs)).reservations.contains(
        "1 run absent: the answer may change with them."))
  }
}
