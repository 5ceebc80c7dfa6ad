import Experiments
import Testing

@testable import Sweeps

/// What is suggested for a word that is none, and what is not.
@Suite struct SpellingTests {
  private static let spelling = Spelling(Language.schema)
  private static let optimizers = [
    "sgd", "rmsprop", "adam", "adam-e", "adam-mini", "adalayer", "lion", "sign-sgd",
    "normalized-gd", "adagrad", "adamw", "amsgrad", "nadam", "shampoo", "muon", "formula",
  ]

  /// Who writes the name of another algorithm means no misspelling.
  @Test(arguments: [
    "radam", "adamax", "adan", "adadelta", "nag", "lamb", "sgdm", "sgdw", "rprop", "momentum",
    "lbfgs", "l-bfgs", "gd", "sparse_adam", "soap", "yogi",
  ])
  func otherAlgorithmsGetTheList(word: String) {
    #expect(Self.spelling.nearest(to: word, among: Self.optimizers) == nil)
    #expect(
      Self.spelling.hint(for: word, among: Self.optimizers).hasPrefix("one of: sgd, rmsprop,"))
  }

  @Test(arguments: [
    ("aadm", "adam"), ("adm", "adam"), ("ADAM", "adam"), ("rmsporp", "rmsprop"),
    ("rms-prop", "rmsprop"), ("adamini", "adam-mini"), ("adam-minni", "adam-mini"),
    ("adalyer", "adalayer"), ("sdgg", "sgd"), ("adam_e", "adam-e"),
    ("AdamW", "adamw"), ("adam-w", "adamw"), ("adamgrad", "adagrad"),
  ])
  func misspellingsGetTheirWord(word: String, meant: String) {
    #expect(Self.spelling.nearest(to: word, among: Self.optimizers) == meant)
  }

  @Test func anotherPrecisionIsNoMisspelling() {
    let precisions = ["float64", "float32"]
    for word in ["float16", "bfloat16", "float128"] {
      #expect(Self.spelling.nearest(to: word, among: precisions) == nil)
    }
    #expect(Self.spelling.nearest(to: "flaot64", among: precisions) == "float64")
    #expect(Self.spelling.nearest(to: "double", among: precisions) == "float64")
  }

  /// A key may have the name of an algorithm.
  @Test func keysKeepTheirSuggestions() {
    #expect(Self.spelling.nearest(to: "momentum", among: ["step_size", "beta1"]) == "beta1")
    #expect(Self.spelling.nearest(to: "lr", among: ["step_size", "beta1"]) == "step_size")
  }
}
