// Money in cents, with its sign, and how people write it.
import Char "mo:core/Char";
import Int "mo:core/Int";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

module {
  public type Cents = Int;

  public func toText(self : Cents) : Text {
    let whole = Int.abs(self) / 100;
    let part = Int.abs(self) % 100;
    let sign = if (self < 0) { "-" } else { "" };
    sign # groups(Nat.toText(whole)) # "." # (if (part < 10) { "0" } else { "" }) # Nat.toText(part);
  };

  func groups(digits : Text) : Text {
    var out = "";
    var left = digits.size();
    for (c in digits.chars()) {
      out #= Char.toText(c);
      left -= 1;
      if (left > 0 and left % 3 == 0) { out #= "'" };
    };
    out;
  };

  public func parse(text : Text) : ?Cents {
    let negative = text.startsWith(#char '-');
    let rest = text.trimStart(#char '-');
    let parts = rest.split(#char '.');
    do ? {
      let whole = Nat.fromText(parts.next()!)!;
      let part = switch (parts.next()) {
        case null { 0 };
        case (?p) { if (p.size() != 2) { null! } else { Nat.fromText(p)! } };
      };
      let cents : Int = whole * 100 + part;
      if (negative) { -cents } else { cents };
    };
  };
};
