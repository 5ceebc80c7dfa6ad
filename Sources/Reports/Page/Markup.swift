internal import FileSystem

/// Text as it may stand in HTML and XML, between tags and in quotes.
///
/// Control characters are shown as words, `\x1B`; characters that XML has no place for are left out.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.harmless.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\u{fffe}", "\u{ffff}": continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Escaped text whose lines break neither around an equals sign nor at a short word's hyphen, as
/// in `adam-e` and `9.85e-05`.
func prose(_ text: String) -> String {
  let tied = text.split(separator: " = ", omittingEmptySubsequences: false)
    .joined(separator: "\u{a0}=\u{a0}")
  return tied.split(separator: " ", omittingEmptySubsequences: false).map { word in
    let markup = escaped(String(word))
    return word.contains("-") && word.count <= 24
      ? "<span class=\"tied\">\(markup)</span>" : markup
  }.joined(separator: " ")
}

/// An element with escaped attributes; `content` is markup.
func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String) -> String {
  let list = attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  return "<\(name)\(list)>\(content)</\(name)>"
}
