import List "mo:core/List";
import Array "mo:core/Array";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";

actor {
  public type Line = { id : Nat; text : Text };
  let lines = List.empty<Line>();

  public shared ({ caller }) func fill(count : Nat) : async () {
    if (not Principal.isController(caller)) Runtime.trap("the owner only");
    for (id in Array.tabulate<Nat>(count, func id = id).values()) {
      lines.add({ id; text = "line " # debug_show id });
    };
  };

  public query func listLines() : async [Line] {
    // Without those that are there twice.
    lines.toArray().filter(func line {
      var seen = 0;
      for (other in lines.values()) { if (other.id == line.id) seen += 1 };
      seen == 1
    })
  };
};
