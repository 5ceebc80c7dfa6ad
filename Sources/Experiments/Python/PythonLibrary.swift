/// Functions that a printed program may need, each printed where something names it.
enum PythonLibrary {
  /// A function and its code.
  struct Definition {
    var name: String
    var code: String

    init(_ name: String, _ code: String) { (self.name, self.code) = (name, code) }
  }

  /// The definitions that a text needs, those that they need themselves included, in their order here.
  static func definitions(for text: String) -> [Definition] {
    var needed: Set<String> = []
    var waiting = PythonSource.names(in: text)
    while let name = waiting.popFirst() {
      guard needed.insert(name).inserted, let found = all.first(where: { $0.name == name }) else {
        continue
      }
      waiting.formUnion(PythonSource.names(in: found.code).subtracting(needed))
    }
    return all.filter { needed.contains($0.name) }
  }

  /// The lines that put names of the language of formulas in scope, as far as a text has them.
  static func imports(for text: String) -> [String] {
    let names = PythonSource.names(in: text)
    var lines: [String] = []
    for (module, words) in modules {
      let used = words.filter(names.contains)
      if !used.isEmpty { lines.append("from \(module) import \(used.joined(separator: ", "))") }
    }
    if names.contains("gelu") {
      lines.append("from functools import partial")
      lines.append("gelu = partial(jax.nn.gelu, approximate=False)")
    }
    return lines
  }

  private static let modules: [(String, [String])] = [
    (
      "jax.numpy",
      [
        "abs", "arctan", "argmax", "array", "concatenate", "cos", "diag", "dot", "exp", "expm1",
        "eye", "log", "log1p", "max", "maximum", "mean", "min", "minimum", "ones", "outer", "pi",
        "prod", "ravel", "reshape", "sign", "sin", "sqrt", "square", "sum", "tanh", "trace",
        "where",
        "zeros",
      ]
    ),
    ("jax.numpy.linalg", ["norm"]),
    (
      "jax.nn",
      [
        "elu", "leaky_relu", "log_softmax", "logsumexp", "relu", "sigmoid", "silu", "softmax",
        "softplus",
      ]
    ),
    ("jax.scipy.special", ["erf"]),
  ]

  /// Names that a printed program has besides; a model's own must be others where they would hide these.
  static let taken: Set<String> = Set(all.map(\.name)).union([
    "np", "jnp", "jax", "start", "init_seed", "data_seed", "noise_seed", "DESIGN", "TRUTH",
    "INITIALIZATION", "LABEL_NOISE", "GRADIENT_NOISE", "MINIBATCH", "FIXED",
    "STEP_FACTORS", "START", "chosen", "over_parameters",
  ])

  private static let all: [Definition] = [
    // Of the loss.
    Definition(
      "jacobian",
      """
      def jacobian(theta, X):
          \"""The gradients of the predictions, samples (× outputs) × P.\"""
          return jax.jacrev(predictions)(theta, X)
      """),
    Definition(
      "curvatures",
      """
      def curvatures(theta, X, Y):
          \"""∂²ℓ/∂f² of each sample, a matrix where there are several outputs.\"""
          return jax.vmap(jax.hessian(loss))(predictions(theta, X), Y)
      """),
    Definition(
      "diagonal_hessian",
      """
      def diagonal_hessian(theta, X, Y):
          \"""The diagonal of H = (1/n) Σ JᵀΛJ, Λ = ∂²ℓ/∂f².\"""
          J, curvature = jacobian(theta, X), curvatures(theta, X, Y)
          if J.ndim == 2:
              return jnp.mean(curvature[:, None] * J**2, axis=0)
          return jnp.einsum("nap,nab,nbp->p", J, curvature, J) / len(X)
      """),
    Definition(
      "gauss_newton",
      """
      def gauss_newton(theta, X, Y):
          \"""H = (1/n) Σ JᵀΛJ, Λ = ∂²ℓ/∂f².\"""
          J, curvature = jacobian(theta, X), curvatures(theta, X, Y)
          if J.ndim == 2:
              return J.T @ (curvature[:, None] * J) / len(X)
          return jnp.einsum("nap,nab,nbq->pq", J, curvature, J) / len(X)
      """),
    Definition(
      "sign_accuracy",
      """
      def sign_accuracy(f, y):
          \"""The share of samples whose prediction has the sign of its target; 0 counts as half.\"""
          if not np.all(np.abs(y) == 1):
              return missing
          return jnp.mean(jnp.where(f * y > 0, 1, jnp.where(f == 0, 0.5, 0)))
      """),
    Definition(
      "class_accuracy",
      """
      def class_accuracy(f, y):
          \"""The share of samples whose largest prediction is that of the class.\"""
          largest = f == jnp.max(f, axis=1, keepdims=True)
          return jnp.mean(largest[jnp.arange(len(f)), y.astype(int)] / jnp.sum(largest, axis=1))
      """),
    Definition(
      "sign_margin",
      """
      def sign_margin(f, y):
          \"""The least y f.\"""
          return jnp.min(y * f) if np.all(np.abs(y) == 1) else missing
      """),
    Definition(
      "class_margin",
      """
      def class_margin(f, y):
          \"""The least difference of the class's prediction and the largest other one.\"""
          is_class = jax.nn.one_hot(y.astype(int), f.shape[1]) == 1
          own = jnp.sum(jnp.where(is_class, f, 0), axis=1)
          return jnp.min(own - jnp.max(jnp.where(is_class, -jnp.inf, f), axis=1))
      """),
    Definition(
      "effective_rank",
      """
      def effective_rank(values):
          \"""exp of the entropy of the normalized singular values.\"""
          p = values / jnp.sum(values)
          return jnp.exp(-jnp.sum(jnp.where(p == 0, 0, p * jnp.log(jnp.where(p == 0, 1, p)))))
      """),
    Definition(
      "singular_values",
      """
      def singular_values(A):
          \"""In descending order.\"""
          return jnp.linalg.svd(A, compute_uv=False)
      """),
    Definition(
      "rank",
      """
      def rank(A, tolerance):
          \"""How many singular values are larger.\"""
          return jnp.sum(singular_values(A) > tolerance)
      """),
    Definition(
      "one_hot",
      """
      def one_hot(y, K):
          \"""Rows of one 1 and else 0.\"""
          return jax.nn.one_hot(jnp.asarray(y).astype(int), K, dtype=float)
      """),
    // Of optimizers.
    Definition(
      "piece_sums",
      """
      def piece_sums(x, lengths):
          \"""For each parameter the sum of x over the piece of θ that it lies in.\"""
          piece = np.repeat(np.arange(len(lengths)), lengths)
          return jax.ops.segment_sum(x, piece, len(lengths))[piece]
      """),
    Definition(
      "piece_means",
      """
      def piece_means(x, lengths):
          \"""For each parameter the mean of x over the piece of θ that it lies in.\"""
          return piece_sums(x, lengths) / np.repeat(lengths, lengths)
      """),
    Definition(
      "matrices",
      """
      def matrices(theta):
          \"""The matrices that a vector of P numbers consists of.\"""
          ends = np.cumsum([rows * columns for rows, columns in MATRICES])[:-1]
          return [part.reshape(shape) for part, shape in zip(jnp.split(theta, ends), MATRICES)]
      """),
    Definition(
      "in_one",
      """
      def in_one(arrays):
          \"""The numbers of some arrays as one vector.\"""
          return jnp.concatenate([jnp.ravel(A) for A in arrays])
      """),
    Definition(
      "newton_schulz",
      """
      def newton_schulz(M, iterations):
          \"""A matrix made nearly orthogonal, times √max(1, rows/columns).\"""
          rows, columns = M.shape
          X = M / (jnp.linalg.norm(M) + 1e-7)
          X = X.T if rows > columns else X
          for _ in range(iterations):
              A = X @ X.T
              X = 3.4445 * X + (-4.775 * A + 2.0315 * A @ A) @ X
          return float(np.sqrt(np.maximum(1, rows / columns))) * (X.T if rows > columns else X)
      """),
    Definition(
      "inverse_root",
      """
      def inverse_root(A, power, epsilon):
          \"""(A + ε)^(−power) of a symmetric matrix without negative eigenvalues.\"""
          values, vectors = jnp.linalg.eigh(A)
          return (vectors * (jnp.maximum(values, 0) + epsilon) ** -power) @ vectors.T
      """),
    // Of samples.
    Definition(
      "epoch_order",
      """
      @functools.lru_cache(2)
      def epoch_order(total, epoch):
          \"""The samples in the order of an epoch.\"""
          return shuffled(total, total - 1, noise_seed, MINIBATCH, 2**55 + epoch)
      """),
    // Of data.
    Definition(
      "one_hot_rows",
      """
      def one_hot_rows(rows, columns, step):
          \"""Unit vectors, no two the same before each has been there.\"""
          places = [
              shuffled(columns, np.minimum(columns, rows - first), data_seed, DESIGN, step, first)
              for first in range(0, rows, columns)
          ]
          return np.eye(columns)[np.concatenate(places)[:rows]]
      """),
    Definition(
      "sparse_truth",
      """
      def sparse_truth(dimension, sparsity):
          \"""A vector with few entries that are not 0, uniform in ±[0.01, 1).\"""
          w = np.zeros(dimension)
          for t, j in enumerate(shuffled(dimension, sparsity, data_seed, TRUTH, 0)[:sparsity]):
              attempt = 1
              while not 0.01 <= np.abs(w[j]) < 1:
                  w[j] = 2 * uniform_pairs(data_seed, TRUTH, attempt, [t])[0][0] - 1
                  attempt += 1
          return w
      """),
    Definition(
      "low_rank_truth",
      """
      def low_rank_truth(p, rank, symmetric):
          \"""A Bᵀ, or A Aᵀ, of Frobenius norm √p, row by row.\"""
          A, B = normals(data_seed, TRUTH, 0, (2, p, rank))
          w = A @ (A if symmetric else B).T
          return np.ravel(w * np.sqrt(p) / np.linalg.norm(w))
      """),
    Definition(
      "unit_rows",
      """
      def unit_rows(A):
          \"""Rows of length 1.\"""
          return A / np.linalg.norm(A, axis=-1, keepdims=True)
      """),
    Definition(
      "orthogonal",
      """
      def orthogonal(A):
          \"""The rows made orthonormal in their order, or the columns where they are fewer.\"""
          is_wide = A.shape[-2] <= A.shape[-1]
          Q, R = np.linalg.qr(np.swapaxes(A, -1, -2) if is_wide else A)
          Q = Q * np.sign(np.diagonal(R, axis1=-2, axis2=-1))[..., None, :]
          return np.swapaxes(Q, -1, -2) if is_wide else Q
      """),
    Definition(
      "flipped_samples",
      """
      def flipped_samples(count):
          \"""The samples whose targets are turned: those of the smallest uniform numbers.\"""
          return np.argsort(uniforms(data_seed, TRUTH, 2**40 + 1, n), kind="stable")[:count]
      """),
    Definition(
      "read_data",
      """
      def read_data(path):
          \"""The arrays of a data file: HDF5, NumPy's .npz, or a table with a column `target`.\"""
          if h5py.is_hdf5(path):
              with h5py.File(path) as file:
                  data = {}
                  for name in file:
                      group = file[name]
                      if isinstance(group, h5py.Dataset):
                          data[name] = group[()]
                      elif name in ["theta0", "v0", "noise_std"]:
                          data.update({f"{name}/{block}": group[block][()] for block in group})
                  return data
          try:
              return dict(np.load(path))
          except ValueError:
              table = np.genfromtxt(path, delimiter=",", names=True, deletechars="")
              names = [name for name in table.dtype.names if name != "target"]
              if sorted(names) == ["column", "row"]:
                  entries = np.stack([table["row"], table["column"]], axis=1)
                  return {"entries": entries, "targets": table["target"]}
              inputs = np.stack([table[name] for name in names], axis=1)
              return {"inputs": inputs, "targets": table["target"]}
      """),
    Definition(
      "samples_in",
      """
      def samples_in(data, prefix):
          \"""The samples of a data file; entries of a matrix as matrices with a single 1.\"""
          entries = data.get(f"{prefix}entries")
          if entries is None:
              return data.get(f"{prefix}design", data.get(f"{prefix}inputs"))
          rows, columns = np.asarray(entries, int).T
          units = np.zeros((len(rows), *SAMPLE))
          units[np.arange(len(rows)), rows, columns] = 1
          return units
      """),
    // Of random numbers.
    Definition(
      "shuffled",
      """
      def shuffled(total, exchanges, seed, purpose, step, first=0):
          \"""0, …, total − 1 after the first exchanges of a Fisher–Yates shuffle.\"""
          order, t = np.arange(total), np.arange(exchanges)
          partners = t + integers(total - t, seed, purpose, step, first + t)
          for a, b in zip(t, partners):
              order[[a, b]] = order[[b, a]]
          return order
      """),
    Definition(
      "integers",
      """
      def integers(below, seed, purpose, step, index):
          \"""Whole numbers below a bound, at some indices.\"""
          x, below = philox(seed, purpose, step, index), np.asarray(below, np.uint64)
          return ((x[0] * below + (x[1] * below >> np.uint64(32))) >> np.uint64(32)).astype(int)
      """),
    Definition(
      "signs",
      """
      def signs(seed, purpose, step, shape):
          \"""±1 with probability ½ each: the bits of the stream.\"""
          count = int(np.prod(shape))
          words = np.stack(philox(seed, purpose, step, np.arange(-(-count // 128))), axis=1)
          bits = words.reshape(-1, 1) >> np.arange(32, dtype=np.uint64) & np.uint64(1)
          return (2.0 * np.ravel(bits)[:count] - 1).reshape(shape)
      """),
    Definition(
      "normals",
      """
      def normals(seed, purpose, step, shape):
          \"""Standard normal numbers, two of each index (Box–Muller).\"""
          count = int(np.prod(shape))
          u, turns = uniform_pairs(seed, purpose, step, np.arange(-(-count // 2)))
          radius, angle = np.sqrt(-2 * np.log(1 - u)), 2 * np.pi * turns
          pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
          return np.ravel(pairs)[:count].reshape(shape)
      """),
    Definition(
      "uniforms",
      """
      def uniforms(seed, purpose, step, shape):
          \"""Numbers uniform on [0, 1), one of each index.\"""
          indices = np.arange(int(np.prod(shape)))
          return uniform_pairs(seed, purpose, step, indices)[0].reshape(shape)
      """),
    Definition(
      "uniform_pairs",
      """
      def uniform_pairs(seed, purpose, step, index):
          \"""Two numbers uniform on [0, 1) at each index.\"""
          x = philox(seed, purpose, step, index)
          return [
              (high << np.uint64(32) | low) // np.uint64(2**11) * 2.0**-53
              for high, low in [x[:2], x[2:]]
          ]
      """),
    Definition(
      "philox",
      """
      def philox(seed, purpose, step, index):
          \"""Philox4x32-10 at some indices, four words each (Salmon et al., SC 2011).\"""
          index, low, half = np.asarray(index, np.uint64), np.uint64(2**32 - 1), np.uint64(32)
          c = [index & low, index >> half]
          c += [np.full_like(index, step & 0xFFFFFFFF), np.full_like(index, (purpose << 24) + (step >> 32))]
          key = [seed & 0xFFFFFFFF, seed >> 32]
          for _ in range(10):
              a, b = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
              k0, k1 = np.uint64(key[0]), np.uint64(key[1])
              c = [(b >> half) ^ c[1] ^ k0, b & low, (a >> half) ^ c[3] ^ k1, a & low]
              key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
          return c
      """),
  ]
}
