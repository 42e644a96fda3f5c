/// `mo:base/Text` over `mo:core/Text`.
import Core "mo:core/Text";
import Iter "mo:core/Iter";
import List "List";
import PureList "mo:core/pure/List";
import Types "mo:core/Types";
import Prim "mo:⛔";

module {
  /// The type itself.
  public type Text = Core.Text;

  /// What to look for: a character, some text, or what a function says.
  public type Pattern = Types.Pattern;

  /// Returns a text of one character.
  public func fromChar(c : Char) : Text { Core.fromChar(c) };

  /// Returns the characters.
  public func toArray(t : Text) : [Char] { Core.toArray(t) };

  /// Returns the characters.
  public func toVarArray(t : Text) : [var Char] { Core.toVarArray(t) };

  /// Returns a text of characters.
  public func fromIter(cs : Types.Iter<Char>) : Text { Core.fromIter(cs) };

  /// Returns a text of characters.
  public func fromList(cs : List.List<Char>) : Text { Core.fromIter(PureList.values(cs)) };

  /// Returns the characters.
  public func toList(t : Text) : List.List<Char> { PureList.fromIter(t.chars()) };

  /// Returns the number of characters.
  public func size(t : Text) : Nat { t.size() };

  /// Returns a hash of the text.
  public func hash(t : Text) : Nat32 { Prim.hashBlob(Prim.encodeUtf8(t)) };

  /// Returns both texts in one.
  public func concat(t1 : Text, t2 : Text) : Text { t1 # t2 };

  /// Gives the characters.
  public func toIter(t : Text) : Types.Iter<Char> { t.chars() };

  /// Returns all texts in one, with another one between them.
  public func join(sep : Text, ts : Types.Iter<Text>) : Text { Core.join(ts, sep) };

  /// Returns what a function makes of each character.
  public func map(t : Text, f : Char -> Char) : Text { Core.map(t, f) };

  /// Returns the texts that a function makes of each character.
  public func translate(t : Text, f : Char -> Text) : Text { Core.flatMap(t, f) };

  /// Gives the parts between what a pattern finds.
  public func split(t : Text, p : Pattern) : Types.Iter<Text> { Core.split(t, p) };

  /// Gives the parts between what a pattern finds that are not empty.
  public func tokens(t : Text, p : Pattern) : Types.Iter<Text> { Core.tokens(t, p) };

  /// Returns whether a pattern finds something.
  public func contains(t : Text, p : Pattern) : Bool { Core.contains(t, p) };

  /// Returns whether a pattern finds something at the beginning.
  public func startsWith(t : Text, p : Pattern) : Bool { Core.startsWith(t, p) };

  /// Returns whether a pattern finds something at the end.
  public func endsWith(t : Text, p : Pattern) : Bool { Core.endsWith(t, p) };

  /// Returns the text with another one in place of what a pattern finds.
  public func replace(t : Text, p : Pattern, r : Text) : Text { Core.replace(t, p, r) };

  /// Returns the text behind what a pattern finds at the beginning.
  public func stripStart(t : Text, p : Pattern) : ?Text { Core.stripStart(t, p) };

  /// Returns the text before what a pattern finds at the end.
  public func stripEnd(t : Text, p : Pattern) : ?Text { Core.stripEnd(t, p) };

  /// Takes away what a pattern finds at the beginning, again and again.
  public func trimStart(t : Text, p : Pattern) : Text { Core.trimStart(t, p) };

  /// Takes away what a pattern finds at the end, again and again.
  public func trimEnd(t : Text, p : Pattern) : Text { Core.trimEnd(t, p) };

  /// Takes away what a pattern finds at both ends, again and again.
  public func trim(t : Text, p : Pattern) : Text { Core.trim(t, p) };

  /// Compares by an order of characters.
  public func compareWith(t1 : Text, t2 : Text, cmp : (Char, Char) -> Types.Order) : Types.Order { Core.compareWith(t1, t2, cmp) };

  /// Returns the bytes in UTF-8.
  public func encodeUtf8(t : Text) : Blob { Prim.encodeUtf8(t) };

  /// Returns the text of bytes in UTF-8.
  public func decodeUtf8(b : Blob) : ?Text { Prim.decodeUtf8(b) };

  /// Returns the text in small letters.
  public func toLowercase(t : Text) : Text { Prim.textLowercase(t) };

  /// Returns the text in capital letters.
  public func toUppercase(t : Text) : Text { Prim.textUppercase(t) };

  /// Compares by the characters' numbers.
  public func compare(t1 : Text, t2 : Text) : Types.Order { Core.compare(t1, t2) };

  /// Returns whether two texts are the same.
  public func equal(t1 : Text, t2 : Text) : Bool { t1 == t2 };

  /// Returns whether two texts are not the same.
  public func notEqual(t1 : Text, t2 : Text) : Bool { t1 != t2 };

  /// Returns whether the first stands before the second.
  public func less(t1 : Text, t2 : Text) : Bool { t1 < t2 };

  /// Returns whether the first does not stand behind the second.
  public func lessOrEqual(t1 : Text, t2 : Text) : Bool { t1 <= t2 };

  /// Returns whether the first stands behind the second.
  public func greater(t1 : Text, t2 : Text) : Bool { t1 > t2 };

  /// Returns whether the first does not stand before the second.
  public func greaterOrEqual(t1 : Text, t2 : Text) : Bool { t1 >= t2 };
}
