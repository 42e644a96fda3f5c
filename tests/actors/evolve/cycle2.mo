import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// Nodes and the wide view gain a field.
persistent actor {
  type Node = { name : Text; mark : ?Nat; var next : ?Node };
  type Seen = { var count : Nat };
  type Wide = { var count : Nat; label_ : Text; more : ?Nat };
  var ring : ?Node = null;
  let wide : Wide = { var count = 1; label_ = "new"; more = null };
  let seen : Seen = wide;
  let matrix : [var [var { x : Nat; y : ?Nat }]] = [var];
  public func check() : async Text {
    let ?a = ring else Runtime.trap("no ring");
    let ?b = a.next else Runtime.trap("no next");
    let ?c = b.next else Runtime.trap("no end");
    c.next := null;
    wide.count := 5;
    matrix[0][0] := { x = 9; y = ?9 };
    debug_show (a.name, a.mark, b.name, b.mark, (switch (a.next) { case null true; case _ false }), seen.count, wide.label_, wide.more, matrix[1][0])
  };
};
