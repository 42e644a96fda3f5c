/// Joins many texts into one without copying the beginning for each of them: parts are joined in pairs, pairs in fours and so on.
import Prim "mo:⛔";

module {
  /// Level `i` is empty or holds 2^i parts.
  public type Parts = [var Text];

  /// Returns joined parts of which there are none yet.
  public func new() : Parts { Prim.Array_init<Text>(40, "") };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(parts : Parts, part : Text) {
    if (part == "") { return };
    var joined = part;
    var i = 0;
    while (parts[i] != "") {
      joined := parts[i] # joined;
      parts[i] := "";
      i += 1;
    };
    parts[i] := joined;
  };

  /// Returns all parts, in the order in which they came.
  public func toText(parts : Parts) : Text {
    var text = "";
    var i = 0;
    while (i < parts.size()) {
      text := parts[i] # text;
      i += 1;
    };
    text
  };
}
