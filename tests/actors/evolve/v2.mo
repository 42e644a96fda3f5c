import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// An optional field in rows and in the notes below them, a case below var.
persistent actor {
  type Note = { text : Text; author : ?Text };
  type Row = { name : Text; city : ?Text; notes : List.List<Note>; var state : { #open; #done : Nat } };
  let rows = Map.empty<Nat, Row>();
  var first : ?Row = null;

  public query func size() : async Nat { Map.size(rows) };
  public query func name(i : Nat) : async Text { row(i).name };
  func row(i : Nat) : Row {
    let ?row = Map.get(rows, Nat.compare, i) else Runtime.trap("no row");
    row
  };
  public func finish(i : Nat) : async () { row(i).state := #done i };
  public func move(i : Nat, city : Text) : async () {
    let old = row(i);
    Map.add(rows, Nat.compare, i, { old with city = ?city; var state = old.state });
  };
  public query func show(i : Nat) : async Text {
    debug_show (row(i).name, row(i).city, row(i).state, List.toArray(row(i).notes))
  };
  /// The row that a variable holds too: the same object, so that what is written to one is seen in the other.
  public func finish_first() : async { #open; #done : Nat } {
    let ?found = first else Runtime.trap("no first row");
    found.state := #done 77;
    row(0).state
  };
  public query func cities() : async Nat {
    var n = 0;
    for (row in Map.values(rows)) { if (row.city != null) n += 1 };
    n
  };
};
