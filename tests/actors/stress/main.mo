// Grows and shrinks collections over many messages, and checks itself against a second copy of the truth.
import Map "mo:core/Map";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Prim "mo:prim";

persistent actor {
  type Item = { id : Nat; var text : Text; tags : [Text]; next : ?Item };
  let items = Map.empty<Nat, Item>();
  let order = List.empty<Nat>();
  var seed : Nat = 1;
  var rounds = 0;
  var big : Nat = 1;
  var last : ?Item = null;

  func random(n : Nat) : Nat { seed := (seed * 1103515245 + 12345) % 2147483648; (seed / 65536) % n };

  public func work(steps : Nat) : async (Nat, Nat) {
    var i = 0;
    while (i < steps) {
      let id = random(300);
      switch (random(4)) {
        case 0 { items.remove(id) };
        case 1 { switch (items.get(id)) { case (?item) item.text := item.text # "!"; case null {} } };
        case _ {
          let item : Item = { id; var text = "item " # id.toText(); tags = [id.toText(), "x"]; next = switch last { case (?l) ?{ l with next = null }; case null null } };
          items.add(id, item);
          last := ?item;
          order.add(id);
          if (order.size() > 500) { order.clear() };
        };
      };
      big := (big * 3 + i) % (2 ** 200);
      i += 1;
    };
    rounds += 1;
    (items.size(), order.size())
  };

  public query func check() : async Text {
    var previous : ?Nat = null;
    var chars = 0;
    for ((id, item) in items.entries()) {
      assert item.id == id;
      assert item.text.startsWith(#text("item " # id.toText()));
      assert item.tags == [id.toText(), "x"];
      switch previous { case (?p) assert p < id; case null {} };
      switch (item.next) { case (?n) { assert n.text.startsWith(#text "item "); ignore n.next }; case null {} };
      previous := ?id;
      chars += item.text.size();
    };
    debug_show (items.size(), chars, rounds, big)
  };
  public query func memory() : async Bool { Prim.rts_memory_size() < 16_000_000 };
};
