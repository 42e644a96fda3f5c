// A household's money: accounts, categories with limits, transfers, standing orders, monthly reports.
import Array "mo:core/Array";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import PureMap "mo:core/pure/Map";
import PureList "mo:core/pure/List";
import Principal "mo:core/Principal";
import Result "mo:core/Result";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Money "lib/Money";

persistent actor Budget {
  type Cents = Money.Cents;
  type Month = { year : Nat; month : Nat };
  type Account = { name : Text; kind : { #cash; #bank : { iban : Text }; #card : { limit : Cents } } };

  type Entry = {
    id : Nat;
    month : Month;
    day : Nat;
    account : Text;
    amount : Cents;
    category : Text;
    note : Text;
  };

  type Standing = { account : Text; amount : Cents; category : Text; day : Nat; every : { #month; #quarter; #year } };

  // One household a caller; what is in it does not change in place, so that a snapshot is a copy of a pointer.
  type Household = {
    accounts : PureMap.Map<Text, Account>;
    entries : PureList.List<Entry>;
    limits : PureMap.Map<Text, Cents>;
    standing : PureList.List<Standing>;
    nextId : Nat;
  };

  let households = Map.empty<Principal, Household>();
  let snapshots = Map.empty<Principal, List.List<Household>>();

  func none() : Household {
    { accounts = PureMap.empty(); entries = PureList.empty(); limits = PureMap.empty(); standing = PureList.empty(); nextId = 0 };
  };

  func of(who : Principal) : Household {
    if (Principal.isAnonymous(who)) Runtime.trap("Unauthorized: sign in to see your money");
    switch (households.get(who)) { case (?h) h; case null none() };
  };

  func save(who : Principal, new : Household) {
    let past = switch (snapshots.get(who)) {
      case (?list) list;
      case null { let list = List.empty<Household>(); snapshots.add(who, list); list };
    };
    past.add(of who);
    households.add(who, new);
  };

  public shared ({ caller }) func addAccount(account : Account) : async Result.Result<(), Text> {
    let h = of caller;
    switch (account.kind) {
      case (#bank { iban }) if (iban.size() < 15) return #err("too short for an IBAN: " # iban);
      case (#card { limit }) if (limit <= 0) return #err("the limit of a card is above 0");
      case (#cash) {};
    };
    if (h.accounts.containsKey(account.name)) return #err(account.name # " is there already");
    save(caller, { h with accounts = h.accounts.add(account.name, account) });
    #ok;
  };

  func balanceOf(h : Household, account : Text) : Cents {
    h.entries.foldLeft(0 : Int, func(sum, e) { if (e.account == account) sum + e.amount else sum });
  };

  func record(h : Household, draft : { month : Month; day : Nat; account : Text; amount : Cents; category : Text; note : Text }) : Result.Result<Household, Text> {
    let ?account = h.accounts.get(draft.account) else return #err("there is no account " # draft.account);
    if (draft.month.month < 1 or draft.month.month > 12 or draft.day < 1 or draft.day > 31) return #err("no such day");
    let after = balanceOf(h, draft.account) + draft.amount;
    switch (account.kind) {
      case (#cash) if (after < 0) return #err("only " # Money.toText(balanceOf(h, draft.account)) # " in cash");
      case (#card { limit }) if (after < -limit) return #err("over the limit of " # Money.toText(limit));
      case (#bank _) {};
    };
    #ok { h with entries = h.entries.pushFront({ draft with id = h.nextId }); nextId = h.nextId + 1 };
  };

  public shared ({ caller }) func spend(account : Text, amount : Text, category : Text, month : Month, day : Nat, note : Text) : async Result.Result<Text, Text> {
    let ?cents = Money.parse(amount) else return #err("no amount: " # amount);
    switch (record(of caller, { account; amount = -cents; category; month; day; note })) {
      case (#ok h) {
        save(caller, h);
        let spent = spentIn(h, category, month);
        switch (h.limits.get(category)) {
          case (?limit) {
            if (spent > limit) #ok("over the budget for " # category # " by " # Money.toText(spent - limit))
            else #ok(Money.toText(limit - spent) # " left for " # category);
          };
          case null #ok("noted");
        };
      };
      case (#err why) #err why;
    };
  };

  public shared ({ caller }) func earn(account : Text, amount : Text, month : Month, day : Nat) : async Result.Result<(), Text> {
    let ?cents = Money.parse(amount) else return #err("no amount: " # amount);
    record(of caller, { account; amount = cents; category = "income"; month; day; note = "" })
    |> Result.mapOk<Household, (), Text>(_, func h = save(caller, h));
  };

  public shared ({ caller }) func transfer(from : Text, to : Text, amount : Text, month : Month, day : Nat) : async Result.Result<(), Text> {
    let ?cents = Money.parse(amount) else return #err("no amount: " # amount);
    let note = from # " to " # to;
    let out = record(of caller, { account = from; amount = -cents; category = "transfer"; month; day; note });
    let both = Result.chain<Household, Household, Text>(out, func h = record(h, { account = to; amount = cents; category = "transfer"; month; day; note }));
    switch both {
      case (#ok h) { save(caller, h); #ok };
      case (#err why) #err(why);
    };
  };

  func spentIn(h : Household, category : Text, month : Month) : Cents {
    var sum : Int = 0;
    for (e in h.entries.values()) {
      if (e.category == category and e.month == month and e.amount < 0) sum -= e.amount;
    };
    sum;
  };

  public shared ({ caller }) func setLimit(category : Text, limit : ?Text) : async Bool {
    let h = of caller;
    switch limit {
      case null {
        let (limits, was) = h.limits.delete(category);
        save(caller, { h with limits });
        was;
      };
      case (?text) {
        switch (Money.parse text) {
          case (?cents) { save(caller, { h with limits = h.limits.add(category, cents) }); true };
          case null false;
        };
      };
    };
  };

  public shared ({ caller }) func addStanding(order : Standing) : async () {
    let h = of caller;
    save(caller, { h with standing = h.standing.pushFront(order) });
  };

  func due({ every } : Standing, month : Nat) : Bool {
    switch every { case (#month) true; case (#quarter) month % 3 == 1; case (#year) month == 1 };
  };

  public shared ({ caller }) func carryOut(month : Month) : async { done : Nat; failed : [Text] } {
    var h = of caller;
    var done = 0;
    let failed = List.empty<Text>();
    for (order in h.standing.reverse().values()) {
      if (due(order, month.month)) {
        let { account; amount; category; day } = order;
        switch (record(h, { account; amount; category; month; day; note = "standing order" })) {
          case (#ok new) { h := new; done += 1 };
          case (#err why) failed.add(category # ": " # why);
        };
      };
    };
    save(caller, h);
    { done; failed = failed.toArray() };
  };

  public query ({ caller }) func balances() : async [(Text, Text)] {
    let h = of caller;
    h.accounts.keys().map(func name { (name, Money.toText(balanceOf(h, name))) }).toArray();
  };

  public query ({ caller }) func report(year : Nat) : async [{ month : Nat; income : Text; spent : Text; saved : Float }] {
    let h = of caller;
    let rows = List.empty<{ month : Nat; income : Text; spent : Text; saved : Float }>();
    for (month in Nat.rangeInclusive(1, 12)) {
      var income : Cents = 0;
      var spent : Cents = 0;
      for ({ month = when_; category; amount } in h.entries.values()) {
        if (when_ == { year; month } and category != "transfer") {
          if (amount > 0) income += amount else spent -= amount;
        };
      };
      if (income != 0 or spent != 0) {
        let saved = if (income == 0) 0.0 else Float.fromInt(income - spent) / Float.fromInt(income);
        rows.add({ month; income = Money.toText income; spent = Money.toText spent; saved });
      };
    };
    rows.toArray();
  };

  public query ({ caller }) func byCategory(month : Month) : async [(Text, Text)] {
    let h = of caller;
    var sums = PureMap.empty<Text, Cents>();
    for (e in h.entries.values()) {
      if (e.month == month and e.amount < 0) {
        sums := sums.add(e.category, sums.get(e.category).get(0) - e.amount);
      };
    };
    sums.entries().toArray().sort(func((_, a), (_, b)) { Int.compare(b, a) }).map(func((name, cents)) { (name, Money.toText(cents)) });
  };

  public shared ({ caller }) func back() : async Bool {
    switch (snapshots.get(caller)) {
      case (?past) {
        switch (past.removeLast()) {
          case (?h) { households.add(caller, h); true };
          case null false;
        };
      };
      case null false;
    };
  };
};
