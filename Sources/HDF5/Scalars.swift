internal import CHDF5

/// The element types of datasets and attributes, all little-endian in the file.
public enum ScalarType: Hashable, Sendable {
  /// `H5T_STD_I8LE`.
  case int8
  /// `H5T_STD_I32LE`.
  case int32
  /// `H5T_STD_I64LE`.
  case int64
  /// `H5T_STD_U64LE`.
  case uint64
  /// `H5T_IEEE_F32LE`.
  case float32
  /// `H5T_IEEE_F64LE`.
  case float64

  var fileType: hid_t {
    switch self {
    case .int8: chdf5_std_i8le()
    case .int32: chdf5_std_i32le()
    case .int64: chdf5_std_i64le()
    case .uint64: chdf5_std_u64le()
    case .float32: chdf5_ieee_f32le()
    case .float64: chdf5_ieee_f64le()
    }
  }

  var memoryType: hid_t {
    switch self {
    case .int8: chdf5_native_int8()
    case .int32: chdf5_native_int32()
    case .int64: chdf5_native_int64()
    case .uint64: chdf5_native_uint64()
    case .float32: chdf5_native_float()
    case .float64: chdf5_native_double()
    }
  }

  /// Refuses a stored type that is not exactly this one: a conversion could lose digits unseen.
  func checkIsStored(as type: hid_t, on object: @autoclosure () -> String) throws(HDF5Error) {
    let isEqual = try check(H5Tequal(type, fileType), "H5Tequal", on: object())
    guard isEqual > 0 else {
      throw HDF5Error(refusing: "H5Tequal", on: object(), "the stored type is not \(self)")
    }
  }
}

/// A Swift type that HDF5 stores as it is.
public protocol HDF5Scalar: BitwiseCopyable, Numeric, Sendable {
  /// How the type is stored.
  static var scalarType: ScalarType { get }
}

extension Int8: HDF5Scalar {
  /// Stored as `H5T_STD_I8LE`.
  public static var scalarType: ScalarType { .int8 }
}

extension Int32: HDF5Scalar {
  /// Stored as `H5T_STD_I32LE`.
  public static var scalarType: ScalarType { .int32 }
}

extension Int64: HDF5Scalar {
  /// Stored as `H5T_STD_I64LE`.
  public static var scalarType: ScalarType { .int64 }
}

extension UInt64: HDF5Scalar {
  /// Stored as `H5T_STD_U64LE`.
  public static var scalarType: ScalarType { .uint64 }
}

extension Float: HDF5Scalar {
  /// Stored as `H5T_IEEE_F32LE`.
  public static var scalarType: ScalarType { .float32 }
}

extension Double: HDF5Scalar {
  /// Stored as `H5T_IEEE_F64LE`.
  public static var scalarType: ScalarType { .float64 }
}
