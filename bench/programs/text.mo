// Texts: built in pieces, joined, split, searched, turned to capitals.
import Iter "mo:core/Iter";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

actor {
  public func run() : async Nat {
    let words = List.empty<Text>();
    var i = 0;
    while (i < 1_000) {
      List.add(words, "word" # Nat.toText(i % 977) # "-" # Nat.toText(i));
      i += 1;
    };
    let line = Text.join(List.values(words), ",");
    var sum = Text.size(line);
    for (part in Text.split(line, #char ',')) {
      if (Text.startsWith(part, #text "word9")) sum += Text.size(part);
    };
    let upper = Text.toUpper(line);
    for (char in upper.chars()) if (char == 'W') sum += 1;
    sum += Text.size(Text.replace(upper, #text "WORD1", "X"));
    for (part in Text.tokens(line, #char '-')) if (Text.contains(part, #text "77")) sum += 1;
    sum;
  };
};
