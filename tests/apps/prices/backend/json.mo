// Reads JSON, with an error that says where.
import Array "mo:core/Array";
import Char "mo:core/Char";
import Float "mo:core/Float";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Nat32 "mo:core/Nat32";
import Text "mo:core/Text";

module {
  public type Json = {
    #nothing;
    #bool : Bool;
    #number : Float;
    #text : Text;
    #array : [Json];
    #fields : [(Text, Json)];
  };

  public type Failure = { at : Nat; expected : Text };
  public type Result<T> = { #ok : T; #err : Failure };

  let depthMax = 50;

  class Reader(text : Text) {
    let chars = text.toArray();
    public var at = 0;

    public func peek() : ?Char { if (at < chars.size()) { ?chars[at] } else { null } };

    public func next() : ?Char {
      let c = peek();
      at += 1;
      c;
    };

    public func space() {
      loop {
        switch (peek()) {
          case (?(' ' or '\n' or '\r' or '\t')) { at += 1 };
          case _ { return };
        };
      };
    };

    public func takes(word : Text) : Bool {
      let start = at;
      for (c in word.chars()) {
        if (next() != ?c) {
          at := start;
          return false;
        };
      };
      true;
    };

    public func fail(expected : Text) : { #err : Failure } { #err { at; expected } };
  };

  public func parse(text : Text) : Result<Json> {
    let reader = Reader(text);
    switch (value(reader, 0)) {
      case (#ok json) {
        reader.space();
        if (reader.peek() == null) { #ok json } else { reader.fail("the end") };
      };
      case failed { failed };
    };
  };

  func value(reader : Reader, depth : Nat) : Result<Json> {
    if (depth > depthMax) { return reader.fail("less depth") };
    reader.space();
    switch (reader.peek()) {
      case (?'n') { if (reader.takes("null")) { #ok(#nothing) } else { reader.fail("null") } };
      case (?'t') { if (reader.takes("true")) { #ok(#bool true) } else { reader.fail("true") } };
      case (?'f') { if (reader.takes("false")) { #ok(#bool false) } else { reader.fail("false") } };
      case (?'\"') {
        switch (string(reader)) { case (#ok t) { #ok(#text t) }; case (#err e) { #err e } };
      };
      case (?'[') { array(reader, depth) };
      case (?'{') { object_(reader, depth) };
      case (?c) {
        if (c == '-' or Char.isDigit(c)) { numeral(reader) } else { reader.fail("a value") };
      };
      case null { reader.fail("a value") };
    };
  };

  func array(reader : Reader, depth : Nat) : Result<Json> {
    ignore reader.next();
    let items = List.empty<Json>();
    reader.space();
    if (reader.takes("]")) { return #ok(#array([])) };
    loop {
      switch (value(reader, depth + 1)) {
        case (#ok item) { items.add(item) };
        case failed { return failed };
      };
      reader.space();
      if (reader.takes("]")) { return #ok(#array(items.toArray())) };
      if (not reader.takes(",")) { return reader.fail(", or ]") };
    };
  };

  func object_(reader : Reader, depth : Nat) : Result<Json> {
    ignore reader.next();
    let fields = List.empty<(Text, Json)>();
    reader.space();
    if (reader.takes("}")) { return #ok(#fields([])) };
    loop {
      reader.space();
      let name = switch (string(reader)) { case (#ok name) { name }; case (#err e) { return #err e } };
      reader.space();
      if (not reader.takes(":")) { return reader.fail(":") };
      switch (value(reader, depth + 1)) {
        case (#ok json) { fields.add((name, json)) };
        case failed { return failed };
      };
      reader.space();
      if (reader.takes("}")) { return #ok(#fields(fields.toArray())) };
      if (not reader.takes(",")) { return reader.fail(", or }") };
    };
  };

  func string(reader : Reader) : Result<Text> {
    if (not reader.takes("\"")) { return reader.fail("a string") };
    var out = "";
    loop {
      switch (reader.next()) {
        case null { return reader.fail("the end of a string") };
        case (?'\"') { return #ok out };
        case (?'\\') {
          out #= switch (reader.next()) {
            case (?'n') { "\n" };
            case (?'t') { "\t" };
            case (?'r') { "\r" };
            case (?'u') {
              var code : Nat32 = 0;
              for (_ in Nat.range(0, 4)) {
                let ?digit = hex(reader.next()) else return reader.fail("four hexadecimal digits");
                code := code * 16 + digit;
              };
              if (code >= 0xD800 and code < 0xE000) { "?" } else { Char.fromNat32(code).toText() };
            };
            case (?c) { c.toText() };
            case null { return reader.fail("what is escaped") };
          };
        };
        case (?c) { out #= c.toText() };
      };
    };
  };

  func hex(c : ?Char) : ?Nat32 {
    let ?char = c else return null;
    let code = char.toNat32();
    if (code >= 48 and code <= 57) { ?(code - 48) } else if (code >= 97 and code <= 102) { ?(code - 87) } else if (code >= 65 and code <= 70) {
      ?(code - 55);
    } else { null };
  };

  func numeral(reader : Reader) : Result<Json> {
    var text = "";
    label digits loop {
      switch (reader.peek()) {
        case (?c) {
          if (Char.isDigit(c) or c == '-' or c == '+' or c == '.' or c == 'e' or c == 'E') {
            text #= c.toText();
            reader.at += 1;
          } else { break digits };
        };
        case null { break digits };
      };
    };
    switch (number(text)) { case (?n) { #ok(#number n) }; case null { reader.fail("a number, not " # text) } };
  };

  public func number(text : Text) : ?Float {
    let parts = text.toLower().split(#char 'e');
    let ?mantissa = parts.next() else return null;
    let exponent = switch (parts.next()) {
      case (?e) { switch (Int.fromText(e.trimStart(#char '+'))) { case (?n) { n }; case null { return null } } };
      case null { 0 : Int };
    };
    let negative = mantissa.startsWith(#char '-');
    let digits = mantissa.trimStart(#char '-').split(#char '.');
    let ?whole = digits.next() else return null;
    let part = switch (digits.next()) { case (?p) { p }; case null { "" } };
    let ?n = Nat.fromText(whole # part) else return null;
    let scale = exponent - part.size();
    let value = if (scale >= 0) { n.toFloat() * (10.0 ** scale.toFloat()) } else { n.toFloat() / (10.0 ** (-scale).toFloat()) };
    ?(if (negative) { -value } else { value });
  };

  public func at(json : Json, path : [Text]) : ?Json {
    var here = json;
    for (step in path.values()) {
      here := switch (here, Nat.fromText(step)) {
        case (#array items, ?i) { if (i < items.size()) { items[i] } else { return null } };
        case (#fields fields, _) {
          let ?(_, found) = fields.find(func((name, _)) { name == step }) else return null;
          found;
        };
        case _ { return null };
      };
    };
    ?here;
  };

  public func show(json : Json) : Text {
    switch json {
      case (#nothing) { "null" };
      case (#bool b) { debug_show b };
      case (#number n) { n.toText() };
      case (#text t) { "\"" # t # "\"" };
      case (#array items) { "[" # items.map(show).values().join(",") # "]" };
      case (#fields fields) { "{" # fields.map(func((name, value)) { "\"" # name # "\":" # show(value) }).values().join(",") # "}" };
    };
  };
};
