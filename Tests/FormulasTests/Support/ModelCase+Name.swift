import TestSupport
import Testing

extension ModelCase: CustomTestStringConvertible {}
