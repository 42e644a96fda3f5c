import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Runtime "mo:core/Runtime";

/// It would become mutable.
persistent actor {
  type Role = { var level : Nat };
  let basic : Role = { var level = 1 };
  let roles : [Role] = [];
};
