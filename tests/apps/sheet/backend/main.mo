// Spreadsheets shared by people: formulas with dependencies, circles found, only what changed is computed again.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Principal "mo:core/Principal";
import Queue "mo:core/Queue";
import Result "mo:core/Result";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";
import Formula "formula";

actor {
  type Cell = Formula.Cell;
  type Value = Formula.Value;

  type Content = {
    #text : Text;
    #number : Float;
    #formula : { source : Text; tree : Formula.Formula };
  };

  type Sheet = {
    name : Text;
    owner : Principal;
    editors : Set.Set<Principal>;
    contents : Map.Map<Cell, Content>;
    values : Map.Map<Cell, Value>;
    usedBy : Map.Map<Cell, Set.Set<Cell>>;
    var edits : Nat;
  };

  let sheets = Map.empty<Text, Sheet>();
  transient let compare = Formula.compareCell;

  func sheet(name : Text, caller : Principal) : Sheet {
    let ?found = sheets.get(name) else Runtime.trap("There is no sheet " # name);
    if (found.owner != caller and not found.editors.contains(caller)) {
      Runtime.trap("Unauthorized: " # name # " is not shared with you");
    };
    found;
  };

  public shared ({ caller }) func create(name : Text) : async Bool {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    if (sheets.containsKey(name)) { return false };
    let new : Sheet = {
      name;
      owner = caller;
      editors = Set.empty();
      contents = Map.empty();
      values = Map.empty();
      usedBy = Map.empty();
      var edits = 0;
    };
    sheets.add(name, new);
    true;
  };

  public shared ({ caller }) func share(name : Text, who : Principal) : async () {
    let s = sheet(name, caller);
    if (s.owner != caller) { Runtime.trap("Unauthorized: only the owner shares") };
    s.editors.add(who);
  };

  func needsOf(s : Sheet, cell : Cell) : [Cell] {
    switch (s.contents.get(compare, cell)) {
      case (?#formula { tree }) { Formula.needs(tree) };
      case _ { [] };
    };
  };

  func value(s : Sheet, cell : Cell) : Value { s.values.get(compare, cell).get(#empty) };

  // The cells that follow from `start`, each after what it needs; null if they go round in a circle.
  func affected(s : Sheet, start : Cell) : ?[Cell] {
    let waiting = Map.empty<Cell, Nat>();
    let seen = Set.singleton<Cell>(start);
    let queue = Queue.singleton<Cell>(start);
    label spread loop {
      let ?cell = queue.popFront() else break spread;
      for (user in s.usedBy.get(compare, cell).get(Set.empty<Cell>()).values()) {
        waiting.add(compare, user, waiting.get(compare, user).get(0) + 1);
        if (not seen.contains(compare, user)) {
          seen.add(compare, user);
          queue.pushBack(user);
        };
      };
    };
    if (waiting.containsKey(compare, start)) { return null };
    let order = List.empty<Cell>();
    queue.pushBack(start);
    label sort loop {
      let ?cell = queue.popFront() else break sort;
      order.add(cell);
      for (user in s.usedBy.get(compare, cell).get(Set.empty<Cell>()).values()) {
        let left = waiting.get(compare, user).get(1) - 1 : Nat;
        waiting.add(compare, user, left);
        if (left == 0) { queue.pushBack(user) };
      };
    };
    if (order.size() == seen.size()) { ?order.toArray() } else { null };
  };

  func link(s : Sheet, cell : Cell, on : Bool) {
    for (need in Set.fromArray(needsOf(s, cell), compare).values()) {
      let users = switch (s.usedBy.get(compare, need)) {
        case (?set) { set };
        case null {
          let set = Set.empty<Cell>();
          s.usedBy.add(compare, need, set);
          set;
        };
      };
      if on { users.add(compare, cell) } else { users.remove(compare, cell) };
    };
  };

  func content(text : Text) : Result.Result<?Content, Text> {
    if (text == "") { return #ok null };
    switch (text.stripStart(#char '=')) {
      case (?source) {
        switch (Formula.parse(source)) {
          case (#ok tree) { #ok(?#formula { source; tree }) };
          case (#err why) { #err why };
        };
      };
      case null {
        switch (Formula.parse(text)) {
          case (#ok(#number n)) { #ok(?#number n) };
          case (#ok(#negate(#number n))) { #ok(?#number(-n)) };
          case _ { #ok(?#text text) };
        };
      };
    };
  };

  func put(s : Sheet, cell : Cell, new : ?Content) {
    link(s, cell, false);
    switch new {
      case (?c) { s.contents.add(compare, cell, c) };
      case null { s.contents.remove(compare, cell) };
    };
    link(s, cell, true);
  };

  func compute(s : Sheet, cell : Cell) : Value {
    switch (s.contents.get(compare, cell)) {
      case (?#number n) { #number n };
      case (?#text t) { #text t };
      case (?#formula { tree }) { Formula.evaluate(tree, func(c) { value(s, c) }) };
      case null { #empty };
    };
  };

  public shared ({ caller }) func set(name : Text, where : Text, text : Text) : async Result.Result<[(Text, Text)], Text> {
    let s = sheet(name, caller);
    let ?cell = Formula.parseCell(where) else return #err("no cell: " # where);
    let new = switch (content text) { case (#ok c) { c }; case (#err why) { return #err why } };
    let old = s.contents.get(compare, cell);
    put(s, cell, new);
    switch (affected(s, cell)) {
      case (?order) {
        s.edits += 1;
        let changed = List.empty<(Text, Text)>();
        for (each in order.values()) {
          let result = compute(s, each);
          if (value(s, each) != result) { changed.add((Formula.showCell each, Formula.show result)) };
          s.values.add(compare, each, result);
        };
        #ok(changed.toArray());
      };
      case null {
        put(s, cell, old);
        #err("this would go round in a circle");
      };
    };
  };

  public query ({ caller }) func show(name : Text, from : Text, to : Text) : async [[Text]] {
    let s = sheet(name, caller);
    switch (Formula.parseCell from, Formula.parseCell to) {
      case (?a, ?b) {
        Array.tabulate<[Text]>(
          b.row + 1 - a.row : Nat,
          func(r) {
            Array.tabulate<Text>(b.column + 1 - a.column : Nat, func(c) { Formula.show(value(s, { row = a.row + r; column = a.column + c })) });
          },
        );
      };
      case _ { Runtime.trap("no range: " # from # ":" # to) };
    };
  };

  public query ({ caller }) func source(name : Text, where : Text) : async Text {
    let s = sheet(name, caller);
    let ?cell = Formula.parseCell(where) else return "";
    switch (s.contents.get(compare, cell)) {
      case (?#formula { source }) { "=" # source };
      case (?#number n) { Formula.show(#number n) };
      case (?#text t) { t };
      case null { "" };
    };
  };

  public query ({ caller }) func mine() : async [{ name : Text; cells : Nat; edits : Nat }] {
    sheets.values()
    .filter(func(s) { s.owner == caller or s.editors.contains(caller) })
    .map(func(s) { { name = s.name; cells = s.contents.size(); edits = s.edits } })
    .toArray();
  };
};
