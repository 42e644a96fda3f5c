// Records in a List: 10 000 of them, each updated ten times by a copy, and totals by a filter and a fold.
import List "mo:core/List";
import Nat "mo:core/Nat";

actor {
  type Item = { id : Nat; name : Text; price : Nat; stock : Nat; tags : [Text]; active : Bool };
  let items = List.empty<Item>();

  public func run() : async Nat {
    var i = 0;
    while (i < 10_000) {
      List.add(items, { id = i; name = "item " # Nat.toText(i); price = i * 3 % 101; stock = 5; tags = ["a", "b"]; active = true });
      i += 1;
    };
    var round = 0;
    while (round < 10) {
      List.mapInPlace<Item>(items, func item { { item with stock = item.stock + round; active = item.id % 2 == round % 2 } });
      round += 1;
    };
    let active = List.filter<Item>(items, func item { item.active });
    List.foldLeft<Nat, Item>(active, 0, func(sum, item) { sum + item.price * item.stock });
  };
};
