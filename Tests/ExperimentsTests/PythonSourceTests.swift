import Testing

@testable import Experiments

/// What a text of Python names, and which of its statements is the last.
@Suite struct PythonSourceTests {
  @Test func namesAreThoseThatPythonLooksUp() {
    let names = PythonSource.names(
      in: """
        def f(x):  # a comment about sum
            \"""A sentence about tanh.\"""
            return W.T @ x1 + 1e-3 * jnp.exp(2.0e5) + scope["Q"] - 0x1F
        """)
    #expect(names.isSuperset(of: ["f", "x", "W", "x1", "jnp", "scope"]))
    #expect(names.isDisjoint(with: ["sum", "tanh", "T", "exp", "e", "Q", "sentence"]))
  }

  @Test(arguments: [
    ("a @ x", ["return a @ x"]),
    ("h = W @ x\na @ h", ["h = W @ x", "return a @ h"]),
    // Over several lines, with what stands behind.
    (
      "h = (W\n  @ x)\n(a @\n h)  # end\n\n# nothing\n",
      ["h = (W", "  @ x)", "return (a @", " h)  # end"]
    ),
    ("for l in range(2):\n    h = h + 1\nh", ["for l in range(2):", "    h = h + 1", "return h"]),
    ("  a + b  ", ["return a + b  "]),
    ("# (\na", ["return a"]),
  ]) func theLastStatementIsFound(text: String, lines: [String]) {
    #expect(PythonSource.lines(text, last: "return ") == lines)
  }
}
