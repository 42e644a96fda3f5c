// 10 000 records out of a message and back into one.
import Array "mo:core/Array";
import Nat "mo:core/Nat";

actor {
  type Item = { id : Nat; name : Text; price : Nat64; tags : [Text]; owner : ?Principal; state : { #open; #closed : Int } };

  public func make() : async [Item] {
    Array.tabulate<Item>(10_000, func i {
      { id = i; name = "item " # Nat.toText(i); price = 17; tags = ["new", "red"]; owner = null; state = if (i % 2 == 0) #open else #closed(-5) };
    });
  };

  public func take(items : [Item]) : async Nat {
    var sum = 0;
    for (item in items.values()) {
      sum += item.id;
      switch (item.state) { case (#open) sum += 1; case (#closed(_)) sum += 2 };
    };
    sum;
  };
};
