import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// A ring of nodes, two ways to one object, and a view that knows less of it.
persistent actor {
  type Node = { name : Text; var next : ?Node };
  type Seen = { var count : Nat };
  type Wide = { var count : Nat; label_ : Text };
  var ring : ?Node = null;
  let wide : Wide = { var count = 1; label_ = "wide" };
  let seen : Seen = wide;
  let matrix : [var [var { x : Nat }]] = [var [var { x = 1 }], [var { x = 2 }]];
  public func close() : async () {
    let a : Node = { name = "a"; var next = null };
    let b : Node = { name = "b"; var next = ?a };
    a.next := ?b;
    ring := ?a;
    matrix[1] := matrix[0];
  };
};
