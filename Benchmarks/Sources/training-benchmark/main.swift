import Glibc

// The contestant that is ours. Without arguments it converses with bench.py as rivals/serving.py
// says; `steps MODEL DESIGN PRECISION OPTIMIZER D N RUNS STEPS [NOISE]` and `sweep TEXT` do fixed work for
// guard.py.

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "steps" {
  guard let work = FixedSteps(Array(arguments.dropFirst())) else {
    print("steps net|factorization sign|gaussian float64|float32 OPTIMIZER D N RUNS STEPS [NOISE]")
    exit(2)
  }
  work.run()
  exit(0)
}

if arguments.count == 2, arguments[0] == "sweep" {
  try SweepSteps(arguments[1]).run()
  exit(0)
}

var problem: SharedProblem?
while let line = readLine() {
  let words = line.split(separator: " ").map(String.init)
  if words.count == 4, words[0] == "load" {
    problem = try SharedProblem(path: words[1], precision: words[2], optimizer: words[3])
    print(problem == nil ? "cannot not one of its optimizers" : "loaded 0")
  } else if words.count == 2, words[0] == "verify", let problem {
    try problem.writeSignals(to: words[1])
    print("verified")
  } else if words.count == 2, words[0] == "time", let seconds = Double(words[1]), let problem {
    print("timed \(problem.measure(seconds: seconds))")
  } else {
    exit(2)
  }
  fflush(nil)
}
