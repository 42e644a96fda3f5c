// Stock in several warehouses: products, movements as a journal, levels derived from it, reorder lists, valuation, CSV both ways.
import Array "mo:core/Array";
import Char "mo:core/Char";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";
import Csv "csv";

actor Inventory {
  type Sku = Text;
  type Warehouse = Text;

  type Unit = { #piece; #gram; #millilitre; #pack : Nat };

  type Product = {
    sku : Sku;
    name : Text;
    unit : Unit;
    minimum : Nat;
    priceCents : ?Nat;
    discontinued : Bool;
  };

  type Movement = {
    #receive : { sku : Sku; at : Warehouse; count : Nat; costCents : Nat };
    #ship : { sku : Sku; at : Warehouse; count : Nat; order : Text };
    #move : { sku : Sku; from : Warehouse; to : Warehouse; count : Nat };
    #correct : { sku : Sku; at : Warehouse; delta : Int; reason : Text };
  };

  type Place = (Sku, Warehouse);

  let products = Map.empty<Sku, Product>();
  let warehouses = Map.empty<Warehouse, { city : Text; clerks : [Principal] }>();
  let levels = Map.empty<Place, Nat>();
  let journal = List.empty<{ by : Principal; movement : Movement }>();
  let costs = Map.empty<Sku, { units : Nat; cents : Nat }>();
  var boss : ?Principal = null;

  func placeCompare((s1, w1) : Place, (s2, w2) : Place) : Order.Order {
    switch (Text.compare(s1, s2)) {
      case (#equal) Text.compare(w1, w2);
      case order order;
    };
  };

  func level(place : Place) : Nat { levels.get(placeCompare, place).get(0) };

  func setLevel(place : Place, count : Nat) {
    if (count == 0) { levels.remove(placeCompare, place) } else { levels.add(placeCompare, place, count) };
  };

  func isBoss(who : Principal) : Bool {
    switch boss { case (?b) { b == who }; case null { false } };
  };

  func mayWork(who : Principal, at : Warehouse) {
    if (isBoss(who)) { return };
    switch (warehouses.get(at)) {
      case (?{ clerks }) { if (clerks.indexOf(who) == null) { Runtime.trap("Unauthorized: you do not work in " # at) } };
      case null { Runtime.trap("There is no warehouse " # at) };
    };
  };

  public shared ({ caller }) func claim() : async Bool {
    switch boss {
      case null { if (caller.isAnonymous()) { false } else { boss := ?caller; true } };
      case (?b) { b == caller };
    };
  };

  public shared ({ caller }) func addWarehouse(name : Warehouse, city : Text, clerks : [Principal]) : async () {
    if (not isBoss(caller)) { Runtime.trap("Unauthorized: only the boss adds warehouses") };
    warehouses.add(name, { city; clerks });
  };

  public shared ({ caller }) func define(product : Product) : async { #created; #changed : { before : Product } } {
    if (not isBoss caller) { Runtime.trap("Unauthorized: only the boss defines products") };
    if (not product.sku.chars().all(func c { c == '-' or Char.isUpper(c) or Char.isDigit(c) })) {
      Runtime.trap("A SKU has capitals, digits and dashes: " # product.sku);
    };
    let before = products.get(product.sku);
    products.add(product.sku, product);
    switch before { case (?p) #changed { before = p }; case null #created };
  };

  func known(sku : Sku) : Product {
    let ?product = products.get(sku) else Runtime.trap("There is no product " # sku);
    product;
  };

  func take(place : Place, count : Nat) {
    let there = level(place);
    if (there < count) {
      Runtime.trap("Only " # debug_show there # " of " # place.0 # " in " # place.1 # ", not " # debug_show count);
    };
    setLevel(place, there - count);
  };

  func apply(movement : Movement) {
    switch movement {
      case (#receive { sku; at; count; costCents }) {
        ignore known sku;
        setLevel((sku, at), level((sku, at)) + count);
        let { units; cents } = costs.get(sku).get({ units = 0; cents = 0 });
        costs.add(sku, { units = units + count; cents = cents + count * costCents });
      };
      case (#ship { sku; at; count }) take((sku, at), count);
      case (#move { sku; from; to; count }) {
        if (from == to) Runtime.trap("From " # from # " to itself");
        if (not warehouses.containsKey(to)) Runtime.trap("There is no warehouse " # to);
        take((sku, from), count);
        setLevel((sku, to), level((sku, to)) + count);
      };
      case (#correct { sku; at; delta }) {
        let new = level((sku, at)) + delta;
        if (new < 0) Runtime.trap("A correction to " # debug_show new);
        setLevel((sku, at), Int.abs(new));
      };
    };
  };

  func whereOf(movement : Movement) : Warehouse {
    switch movement {
      case (#receive { at } or #ship { at } or #correct { at }) at;
      case (#move { from }) from;
    };
  };

  public shared ({ caller }) func post(movements : [Movement]) : async Nat {
    // All or nothing: a trap undoes what went before.
    for (movement in movements.values()) {
      mayWork(caller, whereOf movement);
      apply movement;
      journal.add({ by = caller; movement });
    };
    journal.size();
  };

  public query func stock(sku : Sku) : async { total : Nat; places : [(Warehouse, Nat)] } {
    let places = levels.entries().filter(func(((s, _), _)) { s == sku }).map(func(((_, w), n)) { (w, n) }).toArray();
    { total = places.foldLeft(0, func(sum, (_, n)) { sum + n }); places };
  };

  func totalOf(sku : Sku) : Nat {
    var sum = 0;
    for (((s, _), n) in levels.entries()) { if (s == sku) sum += n };
    sum;
  };

  func unitText(unit : Unit, count : Nat) : Text {
    switch (unit, count) {
      case (#piece, 1) "1 piece";
      case (#piece, n) debug_show n # " pieces";
      case (#gram, n) if (n >= 1000) Float.toText(n.toFloat() / 1000.0) # " kg" else Nat.toText n # " g";
      case (#millilitre, n) Nat.toText n # " ml";
      case (#pack size, n) Nat.toText n # " packs of " # size.toText();
    };
  };

  public query func reorder() : async [{ sku : Sku; name : Text; have : Text; order : Nat }] {
    products.values()
    .filter(func p { not p.discontinued and totalOf(p.sku) < p.minimum })
    .map(
      func({ sku; name; unit; minimum }) {
        let have = totalOf sku;
        { sku; name; have = unitText(unit, have); order = 2 * minimum - have : Nat };
      }
    )
    .toArray();
  };

  public query func valuation() : async { rows : [(Sku, Nat, Float)]; total : Float } {
    let rows = List.empty<(Sku, Nat, Float)>();
    var total = 0.0;
    for ((sku, { units; cents }) in costs.entries()) {
      let have = totalOf(sku);
      let mean = if (units == 0) 0.0 else cents.toFloat() / units.toFloat();
      let worth = mean * have.toFloat() / 100.0;
      total += worth;
      rows.add((sku, have, worth));
    };
    { rows = rows.toArray(); total };
  };

  // What the journal says must be what the levels say.
  public query func check() : async Bool {
    let again = Map.empty<Place, Int>();
    let bump = func(place : Place, delta : Int) {
      again.add(placeCompare, place, again.get(placeCompare, place).get(0) + delta);
    };
    for ({ movement } in journal.values()) {
      switch movement {
        case (#receive { sku; at; count }) bump((sku, at), count);
        case (#ship { sku; at; count }) bump((sku, at), -count);
        case (#move { sku; from; to; count }) { bump((sku, from), -count); bump((sku, to), count) };
        case (#correct { sku; at; delta }) bump((sku, at), delta);
      };
    };
    again.entries().all(func((place, n)) { n == level(place) });
  };

  public query func exportCsv() : async Text {
    let header = ["sku", "name", "warehouse", "count"];
    let rows = List.singleton<[Text]>(header);
    for (((sku, warehouse), count) in levels.entries()) {
      rows.add([sku, known(sku).name, warehouse, count.toText()]);
    };
    Csv.write(rows.toArray());
  };

  public shared ({ caller }) func importCsv(text : Text, at : Warehouse) : async { imported : Nat; errors : [Text] } {
    mayWork(caller, at);
    let errors = List.empty<Text>();
    var imported = 0;
    var lineNumber = 0;
    label lines for (row in Csv.read(text).values()) {
      lineNumber += 1;
      if (lineNumber == 1) { continue lines };
      if (row.size() != 2) {
        errors.add("line " # lineNumber.toText() # ": " # row.size().toText() # " columns instead of 2");
        continue lines;
      };
      let (sku, count) = (row[0], row[1]);
      switch (products.get(sku), Nat.fromText(count)) {
        case (?_, ?n) {
          let movement = #correct { sku; at; delta = n - level((sku, at)) : Int; reason = "count" };
          apply movement;
          journal.add({ by = caller; movement });
          imported += 1;
        };
        case (null, _) errors.add("line " # lineNumber.toText() # ": unknown product " # sku);
        case (_, null) errors.add("line " # lineNumber.toText() # ": no number: " # count);
      };
    };
    { imported; errors = errors.toArray() };
  };

  public query func recent(n : Nat) : async [Text] {
    let size = journal.size();
    let from : Nat = if (size > n) { size - n } else { 0 };
    journal.range(from, size).map(
      func({ movement }) {
        switch movement {
          case (#receive r) "+" # debug_show(r.count) # " " # r.sku # " " # r.at;
          case (#ship s) "-" # debug_show(s.count) # " " # s.sku # " " # s.at # " for " # s.order;
          case (#move m) m.from # " > " # m.to # ": " # debug_show(m.count) # " " # m.sku;
          case (#correct c) debug_show(c.delta) # " " # c.sku # " (" # c.reason # ")";
        };
      }
    ).toArray();
  };
};
