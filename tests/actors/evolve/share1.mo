import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// One record in two places.
persistent actor {
  type Role = { level : Nat };
  let basic : Role = { level = 1 };
  let roles : [Role] = [basic, basic];
};
