import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// The two views of one object both gain a field, each another.
persistent actor {
  type Node = { name : Text; var next : ?Node };
  type Seen = { var count : Nat; a : ?Nat };
  type Wide = { var count : Nat; label_ : Text; b : ?Nat };
  let wide : Wide = { var count = 1; label_ = "new"; b = null };
  let seen : Seen = { var count = 1; a = null };
  let matrix : [var [var { x : Nat }]] = [var];
  var ring : ?Node = null;
};
