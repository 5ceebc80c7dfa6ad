/// Which bits a result has: changes whenever those of some run change.
///
/// Results carry the earliest version whose bits all of their runs have, so that a change that
/// concerns few runs leaves the sweeps of all others as they were. `docs/numerics.md` says what each
/// version changed.
public enum NumericsVersion {
  /// The latest one, which this program computes.
  public static let latest = 3
}
