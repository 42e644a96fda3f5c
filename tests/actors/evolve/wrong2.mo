import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// A field without a default.
persistent actor {
  type Role = { level : Nat; rank : Nat };
  let basic : Role = { level = 1; rank = 1 };
  let roles : [Role] = [];
};
