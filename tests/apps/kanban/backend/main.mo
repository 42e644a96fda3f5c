// Boards with columns and cards: order by drag and drop, checklists, labels, members, an activity feed and undo.
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Principal "mo:core/Principal";
import Queue "mo:core/Queue";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Stack "mo:core/Stack";
import Text "mo:core/Text";
import Time "mo:core/Time";
import VarArray "mo:core/VarArray";

actor Kanban {
  public type Label = { #red; #green; #blue; #custom : Text };
  public type Check = { text : Text; done : Bool };
  public type Card = {
    id : Nat;
    title : Text;
    notes : Text;
    labels : [Label];
    checks : [Check];
    assigned : [Principal];
    due : ?Time.Time;
  };
  public type Column = { name : Text; limit : ?Nat; cards : [Nat] };
  public type Access = { #owner; #member; #viewer };

  type Board = {
    name : Text;
    access : Map.Map<Principal, Access>;
    cards : Map.Map<Nat, Card>;
    var columns : [var Column];
    var nextCard : Nat;
    feed : Queue.Queue<Text>;
    undo : Stack.Stack<Change>;
  };

  // What takes a change back.
  type Change = {
    #cardWas : Card;
    #cardWasNot : Nat;
    #cardGone : { card : Card; column : Nat; position : Nat };
    #moved : { card : Nat; column : Nat; position : Nat };
  };

  let boards = Map.empty<Nat, Board>();
  var nextBoard = 0;
  transient let feedLength = 20;

  func say(board : Board, text : Text) {
    board.feed.pushBack(text);
    if (board.feed.size() > feedLength) { ignore board.feed.popFront() };
  };

  func open(id : Nat, who : Principal, write : Bool) : Board {
    let ?board = boards.get(id) else Runtime.trap("There is no board " # debug_show id);
    switch (board.access.get(who), write) {
      case (?(#owner or #member), _) board;
      case (?#viewer, false) board;
      case (?#viewer, true) Runtime.trap("Unauthorized: you may only look");
      case (null, _) Runtime.trap("Unauthorized: this board is not shared with you");
    };
  };

  public shared ({ caller }) func create(name : Text, columns : [Text]) : async Nat {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized: sign in") };
    let id = nextBoard;
    nextBoard += 1;
    let board : Board = {
      name;
      access = Map.singleton<Principal, Access>(caller, #owner);
      cards = Map.empty();
      var columns = columns.map(func(name : Text) : Column { { name; limit = null; cards = [] } }).toVarArray();
      var nextCard = 1;
      feed = Queue.empty();
      undo = Stack.empty();
    };
    boards.add(id, board);
    id;
  };

  public shared ({ caller }) func share(id : Nat, who : Principal, access : ?Access) : async () {
    let board = open(id, caller, true);
    if (board.access.get(caller) != ?#owner) { Runtime.trap("Unauthorized: only owners share") };
    switch access {
      case (?a) board.access.add(who, a);
      case null board.access.remove(who);
    };
  };

  public shared ({ caller }) func limit(id : Nat, column : Nat, limit : ?Nat) : async () {
    let board = open(id, caller, true);
    board.columns[column] := { board.columns[column] with limit };
  };

  func place(board : Board, card : Nat) : (Nat, Nat) {
    for ((c, column) in board.columns.enumerate()) {
      switch (column.cards.indexOf(card)) {
        case (?p) { return (c, p) };
        case null {};
      };
    };
    Runtime.trap("There is no card " # debug_show card);
  };

  func insert(board : Board, card : Nat, column : Nat, position : Nat) {
    let there = board.columns[column];
    switch (there.limit) {
      case (?most) if (there.cards.size() >= most) {
        Runtime.trap(there.name # " holds at most " # debug_show most # " cards");
      };
      case null {};
    };
    let at = Nat.min(position, there.cards.size());
    let before = there.cards.sliceToArray(0, at);
    let after = there.cards.sliceToArray(at, there.cards.size());
    board.columns[column] := { there with cards = before.concat([card]).concat(after) };
  };

  func takeOut(board : Board, card : Nat) : (Nat, Nat) {
    let (column, position) = place(board, card);
    let there = board.columns[column];
    board.columns[column] := { there with cards = there.cards.filter(func(c) { c != card }) };
    (column, position);
  };

  public shared ({ caller }) func add(id : Nat, column : Nat, title : Text) : async Nat {
    let board = open(id, caller, true);
    let card = board.nextCard;
    board.nextCard += 1;
    board.cards.add(card, { id = card; title; notes = ""; labels = []; checks = []; assigned = []; due = null });
    insert(board, card, column, board.columns[column].cards.size());
    board.undo.push(#cardWasNot card);
    say(board, title # " was added to " # board.columns[column].name);
    card;
  };

  public shared ({ caller }) func move(id : Nat, card : Nat, column : Nat, position : Nat) : async () {
    let board = open(id, caller, true);
    let (from, was) = takeOut(board, card);
    insert(board, card, column, position);
    board.undo.push(#moved { card; column = from; position = was });
    say(board, board.cards.get(card).unwrap().title # " went from " # board.columns[from].name # " to " # board.columns[column].name);
  };

  public type Edit = {
    #title : Text;
    #notes : Text;
    #mark : { mark : Label; on : Bool };
    #check : Text;
    #tick : { index : Nat; done : Bool };
    #assign : Principal;
    #due : ?Time.Time;
  };

  public shared ({ caller }) func edit(id : Nat, card : Nat, edits : [Edit]) : async Card {
    let board = open(id, caller, true);
    let ?old = board.cards.get(card) else Runtime.trap("There is no card " # debug_show card);
    var new = old;
    for (edit in edits.values()) {
      new := switch edit {
        case (#title title) { { new with title } };
        case (#notes notes) { { new with notes } };
        case (#mark { mark; on }) {
          let others = new.labels.filter(func(l) { l != mark });
          { new with labels = if on { others.concat([mark]) } else { others } };
        };
        case (#check text) { { new with checks = new.checks.concat([{ text; done = false }]) } };
        case (#tick { index; done }) {
          if (index >= new.checks.size()) { Runtime.trap("There are " # debug_show(new.checks.size()) # " checks") };
          { new with checks = Array.tabulate<Check>(new.checks.size(), func(i) { if (i == index) { { new.checks[i] with done } } else { new.checks[i] } }) };
        };
        case (#assign who) { { new with assigned = Set.fromIter([new.assigned, [who]].flatten().values()).toArray() } };
        case (#due due) { { new with due } };
      };
    };
    board.cards.add(card, new);
    board.undo.push(#cardWas old);
    new;
  };

  public shared ({ caller }) func remove(id : Nat, card : Nat) : async () {
    let board = open(id, caller, true);
    let old = board.cards.get(card).unwrap();
    let (column, position) = takeOut(board, card);
    board.cards.remove(card);
    board.undo.push(#cardGone { card = old; column; position });
    say(board, old.title # " is gone");
  };

  public shared ({ caller }) func undo(id : Nat) : async Bool {
    let board = open(id, caller, true);
    switch (board.undo.pop()) {
      case (null) { return false };
      case (?#cardWas card) { board.cards.add(card.id, card) };
      case (?#cardWasNot card) { ignore takeOut(board, card); board.cards.remove(card) };
      case (?#cardGone { card; column; position }) {
        board.cards.add(card.id, card);
        insert(board, card.id, column, position);
      };
      case (?#moved({ card; column; position })) {
        ignore takeOut(board, card);
        insert(board, card, column, position);
      };
    };
    true;
  };

  public query ({ caller }) func show(id : Nat) : async { name : Text; columns : [{ name : Text; cards : [Card] }]; mayEdit : Bool } {
    let board = open(id, caller, false);
    {
      name = board.name;
      columns = Array.fromVarArray(board.columns).map(
        func({ name; cards }) {
          { name; cards = cards.filterMap(func(card) { board.cards.get(card) }) };
        }
      );
      mayEdit = board.access.get(caller) != ?#viewer;
    };
  };

  public query ({ caller }) func feed(id : Nat) : async [Text] { open(id, caller, false).feed.toArray().reverse() };

  public query ({ caller }) func mine() : async [(Nat, Text, Access)] {
    let found = List.empty<(Nat, Text, Access)>();
    for ((id, board) in boards.entries()) {
      switch (board.access.get(caller)) {
        case (?access) { found.add((id, board.name, access)) };
        case null {};
      };
    };
    found.toArray();
  };

  public query ({ caller }) func progress(id : Nat) : async [(Text, Text)] {
    let board = open(id, caller, false);
    board.cards.values().filter(func c { c.checks.size() > 0 }).map(
      func({ title; checks }) {
        let done = checks.filter(func({ done }) { done }).size();
        (title, done.toText() # "/" # checks.size().toText());
      }
    ).toArray();
  };
};
