import Array "mo:base/Array";
import Buffer "mo:base/Buffer";
import Debug "mo:base/Debug";
import Int "mo:base/Int";
import Iter "mo:base/Iter";
import List "mo:base/List";
import Nat "mo:base/Nat";
import OrderedMap "mo:base/OrderedMap";
import Principal "mo:base/Principal";
import Text "mo:base/Text";
import Time "mo:base/Time";

actor {
  type Priority = { #low; #medium; #high };
  type Todo = { id : Nat; text : Text; done : Bool; priority : Priority; dueInDays : ?Nat; createdAt : Time.Time };

  transient let natMap = OrderedMap.Make<Nat>(Nat.compare);
  transient let principalMap = OrderedMap.Make<Principal>(Principal.compare);

  var todos : OrderedMap.Map<Principal, OrderedMap.Map<Nat, Todo>> = principalMap.empty<OrderedMap.Map<Nat, Todo>>();
  var nextId : Nat = 0;
  var undoStack : List.List<(Principal, Todo)> = List.nil<(Principal, Todo)>();

  func todosOf(user : Principal) : OrderedMap.Map<Nat, Todo> {
    switch (principalMap.get(todos, user)) {
      case null { natMap.empty<Todo>() };
      case (?map) { map };
    };
  };

  func rank(p : Priority) : Nat {
    switch p { case (#high) 0; case (#medium) 1; case (#low) 2 };
  };

  public shared ({ caller }) func add(text : Text, priority : Priority, dueInDays : ?Nat) : async Nat {
    if (Principal.isAnonymous(caller)) { Debug.trap("Unauthorized: please log in") };
    let id = nextId;
    nextId += 1;
    let todo : Todo = { id; text; done = false; priority; dueInDays; createdAt = Time.now() };
    todos := principalMap.put(todos, caller, natMap.put(todosOf(caller), id, todo));
    id;
  };

  public shared ({ caller }) func toggle(id : Nat) : async Bool {
    let mine = todosOf(caller);
    switch (natMap.get(mine, id)) {
      case null { Debug.trap("Todo " # Nat.toText(id) # " not found") };
      case (?todo) {
        undoStack := List.push((caller, todo), undoStack);
        todos := principalMap.put(todos, caller, natMap.put(mine, id, { todo with done = not todo.done }));
        not todo.done;
      };
    };
  };

  public shared ({ caller }) func undo() : async ?Text {
    let (top, rest) = List.pop(undoStack);
    switch (top) {
      case (?(owner, todo)) {
        if (owner != caller) { return null };
        undoStack := rest;
        todos := principalMap.put(todos, caller, natMap.put(todosOf(caller), todo.id, todo));
        ?todo.text;
      };
      case null { null };
    };
  };

  public query ({ caller }) func list(onlyOpen : Bool) : async [Text] {
    let buffer = Buffer.Buffer<Todo>(8);
    for ((_, todo) in natMap.entries(todosOf(caller))) {
      if (not onlyOpen or not todo.done) { buffer.add(todo) };
    };
    buffer.sort(func(a, b) { Nat.compare(rank(a.priority), rank(b.priority)) });
    Array.map<Todo, Text>(
      Buffer.toArray(buffer),
      func(t) {
        let due = switch (t.dueInDays) { case (?d) { " in " # Int.toText(d) # " days" }; case null { "" } };
        (if (t.done) { "[x] " } else { "[ ] " }) # t.text # due;
      },
    );
  };

  public query func summary() : async { users : Nat; words : [Text]; histogram : Text } {
    let all = Iter.toArray(Iter.map<OrderedMap.Map<Nat, Todo>, Nat>(principalMap.vals(todos), func(map) { natMap.size(map) }));
    var words : [Text] = [];
    for (map in principalMap.vals(todos)) {
      for (todo in natMap.vals(map)) {
        words := Array.append(words, Iter.toArray(Text.split(todo.text, #char ' ')));
      };
    };
    { users = principalMap.size(todos); words = Array.sort(words, Text.compare); histogram = debug_show all };
  };
};
