import Array "mo:core/Array";
import Map "mo:core/Map";
import Nat "mo:core/Nat";

// Values that live over points of waiting while the heap moves.
persistent actor {
  let kept = Map.empty<Nat, Text>();
  func tell(n : Nat) : async { name : Text; parts : [Nat] } { { name = "n" # Nat.toText(n); parts = Array.tabulate<Nat>(n, func i = i * i) } };
  public func run(rounds : Nat) : async (Nat, Text, Float, Nat64, Int8) {
    var sum = 0;
    var last = "";
    var float = 0.5;
    var wide : Nat64 = 0xffff_ffff_ffff_ff00;
    var small : Int8 = -100;
    let big = 2 ** 100;
    for (i in Nat.range(0, rounds)) {
      let before = Array.tabulate<Text>(50, func j = Nat.toText(i + j));
      let told = await tell(i % 20);
      last := before[49] # told.name # debug_show (big + i);
      kept.add(i, last);
      sum += told.parts.size() + before.size();
      float += 0.25;
      wide += 1;
      small += 1;
    };
    (sum + kept.size(), last, float, wide, small)
  };
  public func nested(n : Nat) : async Nat {
    func down(n : Nat) : async* Nat {
      if (n == 0) { (await tell(3)).parts.size() } else { 1 + (await* down(n - 1)) }
    };
    let add = func(f : () -> async* Nat, g : () -> async Nat) : async* Nat { (await* f()) + (await g()) };
    await* add(func() : async* Nat { await* down(n) }, func() : async Nat { 100 + (await tell(1)).parts.size() })
  };
  public func chosen(n : Nat) : async Text {
    switch (?(await tell(n))) {
      case (?{ name; parts }) {
        if (parts.size() > 2 and (await tell(1)).parts.size() == 1) { name # " many" } else {
          let text = switch (await tell(n)) { case { parts } { "few " # debug_show (parts) } };
          text # (do ? { let x : ?Text = ?(await tell(0)).name; x! # "!" } ?? "nothing")
        }
      };
      case null "";
    }
  };
};
