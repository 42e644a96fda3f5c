// An auction house: accounts with money held while one leads, bids with a step, closing by time, and a ledger that adds up.
import Array "mo:core/Array";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Result "mo:core/Result";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Time "mo:core/Time";

persistent actor Auction {
  public type LotId = Nat;
  public type Money = Nat;

  public type Bid = { bidder : Principal; amount : Money; time : Time.Time };

  public type LotState = {
    #draft;
    #open : { until : Time.Time };
    #sold : Bid;
    #unsold;
  };

  type Lot = {
    id : LotId;
    seller : Principal;
    title : Text;
    description : Text;
    reserve : Money;
    step : Money;
    var state : LotState;
    bids : List.List<Bid>;
  };

  public type LotView = {
    id : LotId;
    title : Text;
    description : Text;
    state : LotState;
    highest : ?Money;
    bids : Nat;
    reserveMet : Bool;
  };

  type Account = { var free : Money; var held : Money };

  public type Entry = {
    #deposit : Money;
    #hold : { lot : LotId; amount : Money };
    #release : { lot : LotId; amount : Money };
    #pay : { lot : LotId; to : Principal; amount : Money };
    #fee : { lot : LotId; amount : Money };
  };

  public type Error = {
    #anonymous;
    #noSuchLot : LotId;
    #notYours;
    #wrongState : LotState;
    #tooLow : { least : Money };
    #tooPoor : { free : Money; needed : Money };
    #selfBid;
    #text : Text;
  };

  let feePermille = 25;
  let minute : Int = 60_000_000_000;

  let lots = Map.empty<LotId, Lot>();
  let accounts = Map.empty<Principal, Account>();
  let ledger = List.empty<(Principal, Entry)>();
  var house : Money = 0;
  var nextLot : LotId = 0;
  transient var calls = 0;

  func account(who : Principal) : Account {
    switch (accounts.get(who)) {
      case (?known) known;
      case null {
        let new : Account = { var free = 0; var held = 0 };
        accounts.add(who, new);
        new;
      };
    };
  };

  func note(who : Principal, entry : Entry) { ledger.add((who, entry)) };

  func view(lot : Lot) : LotView {
    let highest = leading(lot);
    {
      id = lot.id;
      title = lot.title;
      description = lot.description;
      state = lot.state;
      highest = do ? { highest!.amount };
      bids = lot.bids.size();
      reserveMet = switch highest { case (?bid) { bid.amount >= lot.reserve }; case null { false } };
    };
  };

  func leading(lot : Lot) : ?Bid { lot.bids.last() };

  func find(id : LotId) : Result.Result<Lot, Error> {
    switch (lots.get(id)) {
      case (?lot) { settle(lot); #ok(lot) };
      case null { #err(#noSuchLot(id)) };
    };
  };

  // Closes a lot whose time is over: the leader pays, the seller gets it without the fee.
  func settle(lot : Lot) {
    let #open({ until }) = lot.state else return;
    if (Time.now() < until) return;
    switch (leading(lot)) {
      case (?bid) {
        let buyer = account(bid.bidder);
        if (bid.amount < lot.reserve) {
          buyer.held -= bid.amount;
          buyer.free += bid.amount;
          note(bid.bidder, #release({ lot = lot.id; amount = bid.amount }));
          lot.state := #unsold;
        } else {
          let fee = bid.amount * feePermille / 1000;
          buyer.held -= bid.amount;
          account(lot.seller).free += bid.amount - fee;
          house += fee;
          note(bid.bidder, #pay({ lot = lot.id; to = lot.seller; amount = bid.amount }));
          note(lot.seller, #fee({ lot = lot.id; amount = fee }));
          lot.state := #sold(bid);
        };
      };
      case null { lot.state := #unsold };
    };
  };

  func signedIn(who : Principal) : Result.Result<(), Error> {
    calls += 1;
    if (Principal.isAnonymous(who)) #err(#anonymous) else #ok;
  };

  public shared ({ caller }) func deposit(amount : Money) : async Result.Result<Money, Error> {
    switch (signedIn caller) {
      case (#err e) #err e;
      case (#ok) {
        if (amount == 0) return #err(#text("nothing to deposit"));
        let mine = account(caller);
        mine.free += amount;
        note(caller, #deposit(amount));
        #ok(mine.free);
      };
    };
  };

  public shared query ({ caller }) func balance() : async { free : Money; held : Money } {
    switch (accounts.get(caller)) {
      case (?mine) { { free = mine.free; held = mine.held } };
      case null { { free = 0; held = 0 } };
    };
  };

  public shared ({ caller }) func createLot(title : Text, description : Text, reserve : Money, step : Money) : async Result.Result<LotId, Error> {
    switch (signedIn(caller)) { case (#err e) { return #err e }; case _ {} };
    if (Text.size(title) < 3 or title.size() > 80) {
      return #err(#text("a title has 3 to 80 characters, this one has " # Nat.toText(title.size())));
    };
    if (step == 0) { return #err(#text "the step is at least 1") };
    let id = nextLot;
    nextLot += 1;
    let lot : Lot = { id; seller = caller; title; description; reserve; step; var state = #draft; bids = List.empty() };
    lots.add(id, lot);
    #ok id;
  };

  public shared ({ caller }) func open(id : LotId, minutes : Nat) : async Result.Result<LotView, Error> {
    switch (find id) {
      case (#err e) #err e;
      case (#ok lot) {
        if (lot.seller != caller) return #err(#notYours);
        switch (lot.state) {
          case (#draft or #unsold) {};
          case other { return #err(#wrongState other) };
        };
        lot.bids.clear();
        lot.state := #open({ until = Time.now() + minutes * minute });
        #ok(view lot);
      };
    };
  };

  public shared ({ caller }) func bid(id : LotId, amount : Money) : async Result.Result<LotView, Error> {
    let lot = switch (find id) { case (#ok lot) lot; case (#err e) return #err e };
    let #open _ = lot.state else return #err(#wrongState(lot.state));
    if (lot.seller == caller) return #err(#selfBid);
    let before = leading(lot);
    let least = switch before {
      case (?{ amount }) amount + lot.step;
      case null lot.step;
    };
    if (amount < least) return #err(#tooLow({ least }));
    let mine = account(caller);
    // Who raises an own bid needs only the difference.
    let already = switch before { case (?b) if (b.bidder == caller) b.amount else 0; case null 0 };
    let needed : Money = amount - already;
    if (mine.free < needed) return #err(#tooPoor({ free = mine.free; needed }));
    switch before {
      case (?b) {
        let other = account(b.bidder);
        other.held -= b.amount;
        other.free += b.amount;
        note(b.bidder, #release({ lot = id; amount = b.amount }));
      };
      case null {};
    };
    mine.free -= amount;
    mine.held += amount;
    note(caller, #hold({ lot = id; amount }));
    lot.bids.add({ bidder = caller; amount; time = Time.now() });
    #ok(view lot);
  };

  public query func list(filter : { #all; #openOnly; #text : Text }) : async [LotView] {
    let keep : Lot -> Bool = switch filter {
      case (#all) func _ = true;
      case (#openOnly) func lot { switch (lot.state) { case (#open _) true; case _ false } };
      case (#text words) func lot { Text.contains(Text.toLower(lot.title # " " # lot.description), #text(Text.toLower words)) };
    };
    lots.reverseEntries().map(func((_, lot)) { lot }).filter(keep).map(view).toArray();
  };

  public query func history(id : LotId) : async ?[{ amount : Money; minutesAgo : Int }] {
    do ? {
      let lot = lots.get(id)!;
      lot.bids.toArray().map(func b { { amount = b.amount; minutesAgo = (Time.now() - b.time) / minute } });
    };
  };

  public shared ({ caller }) func closeDue() : async Nat {
    ignore caller;
    var closed = 0;
    for (lot in lots.values()) {
      let before = lot.state;
      settle lot;
      if (before != lot.state) { closed += 1 };
    };
    closed;
  };

  // What is free, held and the house's must be what was put in.
  public query func audit() : async { deposits : Money; accounted : Money; house : Money; entries : Nat } {
    var deposits = 0;
    for ((_, entry) in ledger.values()) {
      switch entry { case (#deposit n) { deposits += n }; case _ {} };
    };
    var accounted = house;
    for (each in accounts.values()) { accounted += each.free + each.held };
    { deposits; accounted; house; entries = ledger.size() };
  };

  public query ({ caller }) func myLedger() : async [Text] {
    func line(entry : Entry) : Text {
      switch entry {
        case (#deposit amount) "+" # debug_show amount;
        case (#hold { lot; amount }) "hold " # debug_show amount # " for " # debug_show lot;
        case (#release({ lot; amount })) "release " # debug_show amount # " of " # debug_show lot;
        case (#pay({ amount; lot })) "-" # debug_show amount # " for " # debug_show lot;
        case (#fee { amount }) "fee " # debug_show amount;
      };
    };
    ledger.values()
      |> Iter.filter(_, func((who, _) : (Principal, Entry)) : Bool { who == caller })
      |> Iter.map(_, func((_, entry) : (Principal, Entry)) : Text { line entry })
      |> Iter.toArray(_);
  };

  public query func leaderboard(count : Nat) : async [(Principal, Money)] {
    let all = accounts.entries().map(func((who, its)) { (who, its.free + its.held) }).toArray();
    let sorted = all.sort(func((_, a), (_, b)) { Nat.compare(b, a) });
    sorted.sliceToArray(0, Int.min(count, sorted.size()).toNat());
  };

  func _unused(order : Order.Order) : Bool { order == #less };
};
