private import FileSystem

/// Text as it may stand in HTML and XML, between tags and in quotes.
///
/// Characters that XML has no place for, as U+0000, are left out.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
    case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": continue
    // These could show the text around them in another order.
    case _ where scalar.isControl: continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// An element with escaped attributes; `content` is markup.
func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String) -> String {
  let list = attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  return "<\(name)\(list)>\(content)</\(name)>"
}
