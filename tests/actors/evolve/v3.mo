import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// Keys become integers, a field mutable, another optional field.
persistent actor {
  type Note = { text : Text; author : ?Text };
  type Row = { name : Text; var city : ?Text; zip : ?Nat; notes : List.List<Note>; var state : { #open; #done : Nat; #gone } };
  let rows = Map.empty<Int, Row>();
  var first : ?Row = null;

  public query func size() : async Nat { Map.size(rows) };
  func row(i : Int) : Row {
    let ?row = Map.get(rows, Int.compare, i) else Runtime.trap("no row");
    row
  };
  public func add(i : Int, name : Text) : async () {
    Map.add(rows, Int.compare, i, { name; var city = null; zip = null; notes = List.empty(); var state = #gone });
  };
  public query func show(i : Int) : async Text {
    debug_show (row(i).name, row(i).city, row(i).zip, row(i).state, List.toArray(row(i).notes))
  };
  public func move(i : Int, city : Text) : async () { row(i).city := ?city };
};
