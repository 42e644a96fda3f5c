import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// What one view may write, the other could not read.
persistent actor {
  type Node = { name : Text; var next : ?Node };
  type Seen = { var count : Int };
  type Wide = { var count : Nat; label_ : Text };
  let wide : Wide = { var count = 1; label_ = "new" };
  let seen : Seen = { var count = 1 };
  let matrix : [var [var { x : Nat }]] = [var];
  var ring : ?Node = null;
};
