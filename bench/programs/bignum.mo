// Large numbers: factorial of 1 000, the 20 000th Fibonacci number, division and text of them.
import Nat "mo:core/Nat";
import Text "mo:core/Text";

actor {
  func factorial(n : Nat) : Nat = if (n == 0) 1 else n * factorial(n - 1);

  public func run() : async Nat {
    let big = factorial(1_000);
    var a = 0;
    var b = 1;
    var i = 0;
    while (i < 20_000) {
      let next = a + b;
      a := b;
      b := next;
      i += 1;
    };
    let digits = Text.size(Nat.toText(big)) + Text.size(Nat.toText(a));
    digits + (big / a) % 1_000_007 + (a * a) % 998_244_353;
  };
};
