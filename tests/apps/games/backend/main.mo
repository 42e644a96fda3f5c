// Board games for two: tic-tac-toe and four in a row, a computer that plays, ratings, tournaments.
import Array "mo:core/Array";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Principal "mo:core/Principal";
import Result "mo:core/Result";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Board "Board";

actor Games {
  type Mark = Board.Mark;
  type Kind = { #ticTacToe; #fourInARow };
  type Player = { #person : Principal; #computer };

  type Outcome = { #won : Mark; #draw };

  type Game = {
    id : Nat;
    kind : Kind;
    x : Player;
    o : Player;
    board : Board.Cells;
    moves : List.List<Nat>;
    var turn : Mark;
    var outcome : ?Outcome;
  };

  type Standing = { name : Text; rating : Float; played : Nat; won : Nat };

  let games = List.empty<Game>();
  let waiting = Map.empty<Text, Principal>();
  let standings = Map.empty<Principal, Standing>();

  func rulesOf(kind : Kind) : Board.Rules {
    switch kind {
      case (#ticTacToe) { { width = 3; height = 3; line = 3; falls = false } };
      case (#fourInARow) { { width = 7; height = 6; line = 4; falls = true } };
    };
  };

  func standing(who : Principal) : Standing {
    switch (standings.get(who)) {
      case (?s) s;
      case null { { name = "player " # Nat.toText(standings.size() + 1); rating = 1500.0; played = 0; won = 0 } };
    };
  };

  public shared ({ caller }) func call(name : Text) : async Standing {
    if (Principal.isAnonymous(caller)) { Runtime.trap("Unauthorized: sign in to play") };
    let s = { standing(caller) with name };
    standings.add(caller, s);
    s;
  };

  func new(kind : Kind, x : Player, o : Player) : Nat {
    let id = games.size();
    let game : Game = { id; kind; x; o; board = Board.Board(rulesOf(kind)) |> _.share(); moves = List.empty(); var turn = #x; var outcome = null };
    games.add(game);
    id;
  };

  public shared ({ caller }) func play(kind : Kind, against : { #computer; #anyone }) : async { #started : Nat; #waiting } {
    switch against {
      case (#computer) { #started(new(kind, #person caller, #computer)) };
      case (#anyone) {
        let key = debug_show kind;
        switch (waiting.get(key)) {
          case (?other) if (other != caller) {
            waiting.remove(key);
            return #started(new(kind, #person other, #person caller));
          };
          case null {};
        };
        waiting.add(key, caller);
        #waiting;
      };
    };
  };

  func player(game : Game, mark : Mark) : Player { switch mark { case (#x) game.x; case (#o) game.o } };

  func rate(game : Game, outcome : Outcome) {
    let (#person x, #person o) = (game.x, game.o) else return;
    let (sx, so) = (standing x, standing o);
    let expected = 1.0 / (1.0 + 10.0 ** ((so.rating - sx.rating) / 400.0));
    let score = switch outcome { case (#won(#x)) 1.0; case (#won(#o)) 0.0; case (#draw) 0.5 };
    let change = 32.0 * (score - expected);
    standings.add(x, { sx with rating = sx.rating + change; played = sx.played + 1; won = sx.won + (if (score == 1.0) 1 else 0) });
    standings.add(o, { so with rating = so.rating - change; played = so.played + 1; won = so.won + (if (score == 0.0) 1 else 0) });
  };

  func carryOut(game : Game, place : Nat) : Result.Result<(), Text> {
    let rules = rulesOf(game.kind);
    switch (Board.put(game.board, rules, place, game.turn)) {
      case (#err why) #err why;
      case (#ok cell) {
        game.moves.add(place);
        if (Board.lineThrough(game.board, rules, cell)) {
          game.outcome := ?#won(game.turn);
        } else if (Board.full(game.board)) {
          game.outcome := ?#draw;
        } else {
          game.turn := Board.other(game.turn);
        };
        switch (game.outcome) { case (?outcome) rate(game, outcome); case null {} };
        #ok;
      };
    };
  };

  public shared ({ caller }) func move(id : Nat, place : Nat) : async Result.Result<[Text], Text> {
    let ?game = games.get(id) else return #err("there is no game " # Nat.toText id);
    if (Option.isSome(game.outcome)) return #err "the game is over";
    if (player(game, game.turn) != #person caller) return #err "it is not your turn";
    switch (carryOut(game, place)) { case (#err why) return #err why; case _ {} };
    if (game.outcome == null and player(game, game.turn) == #computer) {
      let best = Board.best(game.board, rulesOf(game.kind), game.turn, switch (game.kind) { case (#ticTacToe) 9; case _ 3 });
      ignore carryOut(game, best);
    };
    #ok(Board.show(game.board, rulesOf(game.kind)));
  };

  public query func look(id : Nat) : async ?{ board : [Text]; turn : Mark; outcome : ?Outcome; moves : [Nat] } {
    do ? {
      let game = games.get(id)!;
      { board = Board.show(game.board, rulesOf(game.kind)); turn = game.turn; outcome = game.outcome; moves = game.moves.toArray() };
    };
  };

  public query func ranking() : async [Standing] {
    standings.values().toArray().sort(func(a, b) = Float.compare(b.rating, a.rating));
  };

  // Everybody against everybody, in rounds (the circle method).
  public query func rounds(names : [Text]) : async [[(Text, Text)]] {
    let even = if (names.size() % 2 == 0) names else names.concat(["(free)"]);
    let n = even.size();
    if (n < 2) return [];
    Array.tabulate<[(Text, Text)]>(
      n - 1,
      func round {
        let seat = func(i : Nat) : Text { if (i == 0) even[0] else even[(i - 1 + round) % (n - 1) + 1] };
        Array.tabulate<(Text, Text)>(n / 2, func i = (seat i, seat(n - 1 - i)));
      },
    );
  };
};
