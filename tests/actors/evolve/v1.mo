import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// Rows in a map, with lists in them.
persistent actor {
  type Note = { text : Text };
  type Row = { name : Text; notes : List.List<Note>; var state : { #open } };
  let rows = Map.empty<Nat, Row>();
  var first : ?Row = null;

  public func fill(n : Nat) : async () {
    for (i in Nat.range(0, n)) {
      let row : Row = { name = "row " # Nat.toText(i); notes = List.empty(); var state = #open };
      List.add(row.notes, { text = "note " # Nat.toText(i) });
      Map.add(rows, Nat.compare, i, row);
      if (i == 0) first := ?row;
    };
  };
  public query func size() : async Nat { Map.size(rows) };
  public query func name(i : Nat) : async Text {
    let ?row = Map.get(rows, Nat.compare, i) else Runtime.trap("no row");
    row.name
  };
};
