/// Text: Unicode characters one after the other.
import Prim "mo:⛔";
import Types "Types";
import Parts "internal/Parts";

module {
  /// The type `Text`, under its name in this module.
  public type Text = Prim.Types.Text;

  /// What the functions below look for: `#char ','`, `#text "abc"` or `#predicate (func c = ...)`.
  public type Pattern = Types.Pattern;

  /// Returns whether there is nothing in the text, at once.
  public func isEmpty(self : Text) : Bool { self == "" };

  /// Returns the number of characters.
  /// Example: `Text.size("né")` is `2`.
  public func size(self : Text) : Nat { self.size() };

  /// Returns the characters as text. Takes time in the size.
  public func toText(self : Text) : Text { self };

  /// Returns one text of both. Takes time in the size.
  public func concat(self : Text, other : Text) : Text { self # other };

  /// Returns a text of one character.
  public func fromChar(c : Char) : Text { Prim.charToText(c) };

  /// Gives the characters.
  public func toIter(self : Text) : Types.Iter<Char> { self.chars() };

  /// Returns an array of the characters. Takes time in the size.
  public func toArray(self : Text) : [Char] {
    let chars = self.chars();
    Prim.Array_tabulate<Char>(self.size(), func _ = nextChar(chars))
  };

  /// Returns an array of the characters that may change. Takes time in the size.
  public func toVarArray(self : Text) : [var Char] {
    let chars = self.chars();
    Prim.Array_tabulateVar<Char>(self.size(), func _ = nextChar(chars))
  };

  func nextChar(chars : Types.Iter<Char>) : Char {
    switch (chars.next()) { case (?c) c; case null Prim.trap("Text: no more characters") };
  };

  /// Returns a new text of the characters of an array. Takes time in the size.
  public func fromArray(a : [Char]) : Text { fromIter(a.values()) };

  /// Returns a new text of the characters of an array. Takes time in the size.
  public func fromVarArray(a : [var Char]) : Text { fromIter(a.values()) };

  /// Returns the text of the characters that an iterator gives.
  public func fromIter(cs : Types.Iter<Char>) : Text {
    let parts = Parts.new();
    var part = "";
    var length = 0;
    loop {
      switch (cs.next()) {
        case null {
          Parts.add(parts, part);
          return Parts.toText(parts);
        };
        case (?c) {
          part #= Prim.charToText(c);
          length += 1;
          if (length == 16) {
            Parts.add(parts, part);
            part := "";
            length := 0;
          };
        };
      };
    };
  };

  /// Returns the bytes in UTF-8.
  public func encodeUtf8(self : Text) : Blob { Prim.encodeUtf8(self) };

  /// Returns the text that bytes stand for, or `null` if they are no UTF-8.
  public func decodeUtf8(self : Blob) : ?Text { Prim.decodeUtf8(self) };

  /// Returns the text in small letters.
  public func toLower(self : Text) : Text { Prim.textLowercase(self) };

  /// Returns the text in capital letters.
  public func toUpper(self : Text) : Text { Prim.textUppercase(self) };

  /// Returns whether the two texts are the same. Takes time in the size.
  public func equal(self : Text, other : Text) : Bool { self == other };

  /// Returns whether the two texts differ.
  public func notEqual(self : Text, other : Text) : Bool { self != other };

  /// Returns whether the first text is below the second.
  public func less(self : Text, other : Text) : Bool { self < other };

  /// Returns whether the first text is below or at the second.
  public func lessOrEqual(self : Text, other : Text) : Bool { self <= other };

  /// Returns whether the first text is above the second.
  public func greater(self : Text, other : Text) : Bool { self > other };

  /// Returns whether the first text is above or at the second.
  public func greaterOrEqual(self : Text, other : Text) : Bool { self >= other };

  /// Compares by the numbers of the characters.
  public func compare(self : Text, other : Text) : Types.Order {
    if (self < other) { #less } else if (self == other) { #equal } else { #greater };
  };

  /// Compares character by character with a function of the caller's.
  public func compareWith(self : Text, other : Text, compare : (Char, Char) -> Types.Order) : Types.Order {
    let a = self.chars();
    let b = other.chars();
    loop {
      switch (a.next(), b.next()) {
        case (null, null) { return #equal };
        case (null, _) { return #less };
        case (_, null) { return #greater };
        case (?x, ?y) { switch (compare(x, y)) { case (#equal) {}; case order { return order } } };
      };
    };
  };

  /// Returns the text of what a function makes of each character.
  public func map(self : Text, f : Char -> Char) : Text {
    let chars = self.chars();
    fromIter({ next = func() : ?Char { switch (chars.next()) { case (?c) ?f(c); case null null } } })
  };

  /// Puts a text in place of each character.
  public func flatMap(self : Text, f : Char -> Text) : Text {
    let parts = Parts.new();
    for (c in self.chars()) { Parts.add(parts, f(c)) };
    Parts.toText(parts)
  };

  /// Combines the characters, the first one first.
  public func foldLeft<A>(self : Text, base : A, combine : (A, Char) -> A) : A {
    var result = base;
    for (c in self.chars()) { result := combine(result, c) };
    result
  };

  /// Returns the characters from the last to the first.
  public func reverse(self : Text) : Text {
    let chars = toArray(self);
    var left = chars.size();
    fromIter({
      next = func() : ?Char {
        if (left == 0) { return null };
        left -= 1;
        ?chars[left]
      };
    })
  };

  /// Returns texts with a separator between them.
  /// Example: `Text.join(["a", "b"].values(), ", ")` is `"a, b"`.
  public func join(self : Types.Iter<Text>, sep : Text) : Text {
    let parts = Parts.new();
    var first = true;
    for (part in self) {
      if first { first := false } else { Parts.add(parts, sep) };
      Parts.add(parts, part);
    };
    Parts.toText(parts)
  };

  // Patterns. A text is taken apart into characters once; positions count characters.

  /// Returns how many characters from a position on match, or null.
  func matchAt(chars : [Char], at : Nat, p : Pattern) : ?Nat {
    switch p {
      case (#char c) { if (at < chars.size() and chars[at] == c) { ?1 } else { null } };
      case (#predicate f) { if (at < chars.size() and f(chars[at])) { ?1 } else { null } };
      case (#text t) {
        var i = at;
        for (c in t.chars()) {
          if (i >= chars.size() or chars[i] != c) { return null };
          i += 1;
        };
        ?(i - at : Nat)
      };
    };
  };

  /// Returns where the pattern occurs first from a position on; more than the number of characters if nowhere.
  func search(chars : [Char], from : Nat, p : Pattern) : Nat {
    let size = chars.size();
    var i = from;
    switch p {
      case (#char wanted) { while (i < size) { if (chars[i] == wanted) { return i }; i += 1 } };
      case (#predicate f) { while (i < size) { if (f(chars[i])) { return i }; i += 1 } };
      case (#text _) {
        while (i <= size) {
          switch (matchAt(chars, i, p)) { case null {}; case _ { return i } };
          i += 1;
        };
      };
    };
    size + 1
  };

  /// Returns how many characters before a position match, or null.
  func matchBefore(chars : [Char], end : Nat, p : Pattern) : ?Nat {
    let length = switch p { case (#text t) t.size(); case _ 1 };
    if (length > end) { return null };
    matchAt(chars, end - length, p)
  };

  func slice(chars : [Char], from : Nat, to : Nat) : Text {
    var i = from;
    fromIter({
      next = func() : ?Char {
        if (i >= to) { return null };
        i += 1;
        ?chars[i - 1]
      };
    })
  };

  /// Returns whether the pattern occurs anywhere.
  public func contains(self : Text, p : Pattern) : Bool {
    switch p {
      case (#char wanted) {
        for (c in self.chars()) { if (c == wanted) { return true } };
        false
      };
      case (#predicate f) {
        for (c in self.chars()) { if (f(c)) { return true } };
        false
      };
      case (#text _) {
        let chars = toArray(self);
        search(chars, 0, p) <= chars.size()
      };
    }
  };

  /// Example: `Text.startsWith("motoko", #text "mo")` is `true`.
  public func startsWith(self : Text, p : Pattern) : Bool {
    switch p {
      case (#char c) { self.chars().next() == ?c };
      case (#predicate f) { switch (self.chars().next()) { case (?c) f(c); case null false } };
      case (#text t) {
        let chars = self.chars();
        for (c in t.chars()) { if (chars.next() != ?c) { return false } };
        true
      };
    };
  };

  /// Returns whether the pattern stands at the end.
  public func endsWith(self : Text, p : Pattern) : Bool {
    let chars = toArray(self);
    switch (matchBefore(chars, chars.size(), p)) { case null false; case _ true };
  };

  /// Returns the text without the pattern at its beginning, or `null` if it does not begin so.
  public func stripStart(self : Text, p : Pattern) : ?Text {
    let chars = toArray(self);
    switch (matchAt(chars, 0, p)) { case null null; case (?n) ?slice(chars, n, chars.size()) };
  };

  /// Returns the text without the pattern at its end, or `null` if it does not end so.
  public func stripEnd(self : Text, p : Pattern) : ?Text {
    let chars = toArray(self);
    switch (matchBefore(chars, chars.size(), p)) { case null null; case (?n) ?slice(chars, 0, chars.size() - n) };
  };

  func startOf(chars : [Char], p : Pattern) : Nat {
    var start = 0;
    loop {
      switch (matchAt(chars, start, p)) {
        case (?n) { if (n == 0) { return start }; start += n };
        case null { return start };
      };
    };
  };

  func endOf(chars : [Char], from : Nat, p : Pattern) : Nat {
    var end = chars.size();
    loop {
      switch (matchBefore(chars, end, p)) {
        case (?n) { if (n == 0 or end < from + n) { return end }; end -= n };
        case null { return end };
      };
    };
  };

  /// Returns the text without all occurrences of the pattern at its beginning and its end.
  /// Example: `Text.trim("  a ", #char ' ')` is `"a"`.
  public func trim(self : Text, p : Pattern) : Text {
    let chars = toArray(self);
    let start = startOf(chars, p);
    slice(chars, start, endOf(chars, start, p))
  };

  /// Takes away what the pattern finds at the beginning, again and again.
  public func trimStart(self : Text, p : Pattern) : Text {
    let chars = toArray(self);
    slice(chars, startOf(chars, p), chars.size())
  };

  /// Takes away what the pattern finds at the end, again and again.
  public func trimEnd(self : Text, p : Pattern) : Text {
    let chars = toArray(self);
    slice(chars, 0, endOf(chars, 0, p))
  };

  /// Puts another text in place of each occurrence of the pattern.
  /// Example: `Text.replace("a-b-c", #char '-', "+")` is `"a+b+c"`.
  public func replace(self : Text, p : Pattern, r : Text) : Text {
    let chars = toArray(self);
    let parts = Parts.new();
    var from = 0;
    var i = 0;
    while (i <= chars.size()) {
      switch (matchAt(chars, i, p)) {
        case (?n) {
          Parts.add(parts, slice(chars, from, i));
          Parts.add(parts, r);
          if (n == 0) {
            if (i < chars.size()) { Parts.add(parts, Prim.charToText(chars[i])) };
            from := i + 1;
            i += 1;
          } else {
            i += n;
            from := i;
          };
        };
        case null { i += 1 };
      };
    };
    if (from < chars.size()) { Parts.add(parts, slice(chars, from, chars.size())) };
    Parts.toText(parts)
  };

  /// Gives the texts between occurrences of the pattern; two in a row have an empty text between them.
  /// Example: `Text.split("a,,b", #char ',')` gives `"a"`, `""`, `"b"`.
  public func split(self : Text, p : Pattern) : Types.Iter<Text> {
    let chars = toArray(self);
    var from = 0;
    var done = chars.size() == 0;
    {
      next = func() : ?Text {
        if done { return null };
        let i = search(chars, from, p);
        if (i < chars.size()) {
          let n = switch p { case (#text t) t.size(); case _ 1 };
          let part = slice(chars, from, i);
          if (n == 0) { from := i + 1; return ?(part # Prim.charToText(chars[i])) };
          from := i + n;
          return ?part;
        };
        done := true;
        ?slice(chars, from, chars.size())
      };
    }
  };

  /// Gives the texts between occurrences of the pattern, without empty ones.
  /// Example: `Text.tokens(" a  b ", #char ' ')` gives `"a"`, `"b"`.
  public func tokens(self : Text, p : Pattern) : Types.Iter<Text> {
    let parts = split(self, p);
    {
      next = func() : ?Text {
        loop {
          switch (parts.next()) {
            case null { return null };
            case (?part) { if (part != "") { return ?part } };
          };
        };
      };
    }
  };
}
