extension Language {
  /// What other libraries and papers have and this program has not.
  static let foreignWords: Set<String> = [
    "adabelief", "adabound", "adadelta", "adafactor", "adagrad", "adai", "adamax", "adamod",
    "adamp", "adamw", "adan", "amsgrad", "asgd", "gd", "lamb", "lars", "lbfgs",
    "lion", "momentum", "msgd", "muon", "nadam", "nadamw", "nag", "nesterov", "novograd", "psgd",
    "qhadam", "radam", "ranger", "rprop", "sam", "sgdm", "sgdp", "sgdw", "shampoo", "signsgd",
    "soap", "sophia", "sparseadam", "yogi",  //
    "bfloat16", "float8", "float16", "float80", "float128",  //
    "tensorfactorization",
  ]
}
