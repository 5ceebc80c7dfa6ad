import ArgumentParser
import FileSystem
import Glibc
import Orchestration
import Sweeps

extension Thalweg {
  /// Runs the command that the arguments name, and says what went wrong.
  ///
  /// In place of ArgumentParser's own: arguments are the bytes that were given, help counts as
  /// output that must arrive, and a word that is no command gets the one that was meant.
  static func main() {
    keepStandardStreams()
    let arguments = Array(CommandLine.systemArguments.dropFirst())
    // The coordinator says how a worker ended.
    CrashRecorder.makeCrashesFatal(isAnnounced: arguments.first != WorkerCommand.name)
    // A file beyond a limit (ulimit -f) is an error of `write`, with the file's name.
    signal(SIGXFSZ, SIG_IGN)
    let code: ExitCode
    do {
      try checkCommand(arguments)
      var command = try parseAsRoot(arguments)
      try command.run()
      code = .success
    } catch {
      code = exitCode(for: error)
      let message = fullMessage(for: error)
      if code.isSuccess {
        Output.result(message)
      } else if !message.isEmpty {
        Output.message(message)
      }
    }
    Glibc.exit(Output.exitCode(code.rawValue))
  }

  /// Occupies the numbers of standard streams that are closed, or the first files that are opened
  /// would have them, and what is written for people would be written into those.
  private static func keepStandardStreams() {
    for (stream, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(stream, F_GETFD) < 0 {
      // The wrong mode, so that each use of the stream fails as that of a closed one would.
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// Refuses a word in the place of a command that is none, also behind `help`.
  ///
  /// No command with subcommands takes other words.
  private static func checkCommand(_ arguments: [String]) throws {
    var command: any ParsableCommand.Type = Thalweg.self
    let isHelp = arguments.first == "help"
    for word in isHelp ? arguments.dropFirst() : arguments[...] {
      let subcommands = command.configuration.subcommands
      guard !word.hasPrefix("-"), isHelp || !subcommands.isEmpty else { return }
      guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
        let shown = subcommands.map { $0.configuration }.filter { $0.shouldDisplay }
        let names = shown.compactMap { $0.commandName }
        let hint = names.isEmpty ? "" : ": " + Spelling().hint(for: word, among: names)
        throw ValidationError("there is no command '\(word)'\(hint)")
      }
      command = next
    }
  }
}
