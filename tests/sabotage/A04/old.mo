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

  public query func listLines() : async [Line] { lines.toArray() };
};
