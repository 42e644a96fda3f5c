// The first version: ingredients are lines of text, one likes a recipe or not.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Types "Types";

actor {
  let recipes = Map.empty<Nat, Types.V1.Recipe>();
  var nextId = 1;
  let likes = List.empty<(Nat, Principal)>();

  public shared ({ caller }) func add(title : Text, ingredients : [Text], steps : Text) : async Nat {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    let id = nextId;
    nextId += 1;
    recipes.add(id, { title; ingredients; steps; author = caller });
    id;
  };

  public shared ({ caller }) func like(id : Nat) : async () {
    if (not recipes.containsKey(id)) { Runtime.trap("There is no such recipe") };
    if (not likes.any(func((r, who)) { r == id and who == caller })) { likes.add((id, caller)) };
  };

  public query func all() : async [(Nat, Text, Nat)] {
    recipes.entries().map(func((id, r)) { (id, r.title, likes.filter(func((liked, _)) { liked == id }).size()) }).toArray();
  };
};
