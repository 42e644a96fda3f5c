// Formulas: text to a tree, a tree to a value.
import Array "mo:core/Array";
import Char "mo:core/Char";
import Float "mo:core/Float";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Nat32 "mo:core/Nat32";
import Result "mo:core/Result";
import Text "mo:core/Text";

module {
  public type Cell = { column : Nat; row : Nat };

  public type Operator = { #add; #subtract; #multiply; #divide; #power; #concat; #less; #equal; #greater };

  public type Formula = {
    #number : Float;
    #text : Text;
    #cell : Cell;
    #range : { from : Cell; to : Cell };
    #negate : Formula;
    #binary : (Operator, Formula, Formula);
    #call : (Text, [Formula]);
  };

  public type Value = { #empty; #number : Float; #text : Text; #bool : Bool; #error : Text };

  type Token = { #num : Float; #str : Text; #word : Text; #sign : Char; #end };
  type Parsed<T> = Result.Result<T, Text>;

  // ---- cells ----

  public func parseCell(text : Text) : ?Cell {
    var column = 0;
    var row = 0;
    var letters = 0;
    for (c in text.toUpper().chars()) {
      if (c >= 'A' and c <= 'Z' and row == 0) {
        column := column * 26 + (c.toNat32() - 64).toNat();
        letters += 1;
      } else if (Char.isDigit(c)) {
        row := row * 10 + (c.toNat32() - 48 : Nat32).toNat();
      } else { return null };
    };
    if (letters == 0 or letters > 2 or row == 0) { null } else { ?{ column; row } };
  };

  public func showCell({ column; row } : Cell) : Text {
    let letter = func(n : Nat) : Text { Char.fromNat32((64 + n).toNat32()).toText() };
    let name = if (column > 26) { letter((column - 1 : Nat) / 26) # letter((column - 1 : Nat) % 26 + 1) } else { letter(column) };
    name # row.toText();
  };

  public func compareCell(a : Cell, b : Cell) : { #less; #equal; #greater } {
    switch (Nat.compare(a.row, b.row)) {
      case (#equal) { Nat.compare(a.column, b.column) };
      case order { order };
    };
  };

  // ---- reading ----

  func tokens(text : Text) : Parsed<[Token]> {
    let out = List.empty<Token>();
    let chars = text.toArray();
    var i = 0;
    let isWord = func(c : Char) : Bool { c.isAlphabetic() or c.isDigit() };
    while (i < chars.size()) {
      let c = chars[i];
      if (c == ' ') {
        i += 1;
      } else if (Char.isDigit(c)) {
        var whole = 0.0;
        while (i < chars.size() and Char.isDigit(chars[i])) {
          whole := whole * 10.0 + digit(chars[i]);
          i += 1;
        };
        if (i < chars.size() and chars[i] == '.') {
          i += 1;
          var scale = 0.1;
          while (i < chars.size() and Char.isDigit(chars[i])) {
            whole += digit(chars[i]) * scale;
            scale /= 10.0;
            i += 1;
          };
        };
        out.add(#num whole);
      } else if (c == '\"') {
        var word = "";
        i += 1;
        label inside loop {
          if (i >= chars.size()) { return #err "a text does not end" };
          if (chars[i] == '\"') { i += 1; break inside };
          word #= Char.toText(chars[i]);
          i += 1;
        };
        out.add(#str word);
      } else if (isWord(c)) {
        var word = "";
        while (i < chars.size() and isWord(chars[i])) {
          word #= Char.toText(chars[i]);
          i += 1;
        };
        out.add(#word(word.toUpper()));
      } else {
        out.add(#sign c);
        i += 1;
      };
    };
    out.add(#end);
    #ok(out.toArray());
  };

  func digit(c : Char) : Float { (c.toNat32() - 48 : Nat32).toNat().toFloat() };

  class Parser(all : [Token]) {
    var at = 0;

    func peek() : Token { all[at] };
    func skip() { if (at + 1 < all.size()) { at += 1 } };
    func accepts(sign : Char) : Bool {
      let yes = peek() == #sign sign;
      if yes { skip() };
      yes;
    };

    public func whole() : Parsed<Formula> {
      switch (comparison()) {
        case (#ok formula) { if (peek() == #end) { #ok formula } else { #err("unexpected " # showToken(peek())) } };
        case failed { failed };
      };
    };

    func level(next : () -> Parsed<Formula>, operators : [(Char, Operator)]) : Parsed<Formula> {
      var left = switch (next()) { case (#ok f) { f }; case failed { return failed } };
      loop {
        let found = operators.find(func((sign, _)) { peek() == #sign sign });
        switch found {
          case null { return #ok left };
          case (?(_, operator)) {
            skip();
            switch (next()) {
              case (#ok right) { left := #binary(operator, left, right) };
              case failed { return failed };
            };
          };
        };
      };
    };

    func comparison() : Parsed<Formula> { level(sum, [('<', #less), ('=', #equal), ('>', #greater)]) };
    func sum() : Parsed<Formula> { level(product, [('+', #add), ('-', #subtract), ('&', #concat)]) };
    func product() : Parsed<Formula> { level(power, [('*', #multiply), ('/', #divide)]) };
    func power() : Parsed<Formula> { level(atom, [('^', #power)]) };

    func atom() : Parsed<Formula> {
      let token = peek();
      skip();
      switch token {
        case (#num n) { #ok(#number n) };
        case (#str t) { #ok(#text t) };
        case (#sign '-') {
          switch (atom()) { case (#ok f) { #ok(#negate f) }; case failed { failed } };
        };
        case (#sign '(') {
          let inner = comparison();
          if (accepts(')')) { inner } else { #err "a parenthesis is not closed" };
        };
        case (#word name) {
          if (accepts('(')) { return arguments(name) };
          let ?from = parseCell(name) else return #err("no cell: " # name);
          if (not accepts(':')) { return #ok(#cell from) };
          let #word second = peek() else return #err "a range ends with a cell";
          skip();
          let ?to = parseCell(second) else return #err("no cell: " # second);
          #ok(#range { from; to });
        };
        case other { #err("unexpected " # showToken other) };
      };
    };

    func arguments(name : Text) : Parsed<Formula> {
      let list = List.empty<Formula>();
      if (accepts(')')) { return #ok(#call(name, [])) };
      loop {
        switch (comparison()) { case (#ok f) { list.add(f) }; case failed { return failed } };
        if (accepts(')')) { return #ok(#call(name, list.toArray())) };
        if (not accepts(',')) { return #err(name # " lacks a comma or a parenthesis") };
      };
    };
  };

  func showToken(token : Token) : Text {
    switch token {
      case (#num n) { n.toText() };
      case (#str t or #word t) { t };
      case (#sign c) { c.toText() };
      case (#end) { "end" };
    };
  };

  public func parse(text : Text) : Parsed<Formula> {
    switch (tokens(text)) {
      case (#ok all) { Parser(all).whole() };
      case (#err why) { #err why };
    };
  };

  // ---- what it needs, what it is worth ----

  public func cells({ from; to } : { from : Cell; to : Cell }) : [Cell] {
    let out = List.empty<Cell>();
    for (row in Nat.rangeInclusive(from.row, to.row)) {
      for (column in Nat.rangeInclusive(from.column, to.column)) { out.add({ column; row }) };
    };
    out.toArray();
  };

  public func needs(formula : Formula) : [Cell] {
    switch formula {
      case (#number _ or #text _) { [] };
      case (#cell c) { [c] };
      case (#range r) { cells r };
      case (#negate f) { needs f };
      case (#binary(_, a, b)) { needs(a).concat(needs(b)) };
      case (#call(_, args)) { args.map(needs).flatten() };
    };
  };

  public func evaluate(formula : Formula, lookup : Cell -> Value) : Value {
    func eval(f : Formula) : Value {
      switch f {
        case (#number n) { #number n };
        case (#text t) { #text t };
        case (#cell c) { lookup c };
        case (#range _) { #error "a range stands alone" };
        case (#negate f) { switch (eval f) { case (#number n) { #number(-n) }; case other { wrong other } } };
        case (#binary(operator, a, b)) { binary(operator, eval a, eval b) };
        case (#call("IF", args)) {
          if (args.size() == 3) { choose(eval(args[0]), args[1], args[2]) } else { #error "IF takes three things" };
        };
        case (#call(name, args)) { call(name, args) };
      };
    };
    func choose(condition : Value, yes : Formula, no : Formula) : Value {
      switch condition {
        case (#bool true) { eval yes };
        case (#bool false or #empty) { eval no };
        case (#number n) { if (n == 0.0) { eval no } else { eval yes } };
        case other { wrong other };
      };
    };
    func call(name : Text, args : [Formula]) : Value {
      let values = args.map(func(arg : Formula) : [Value] { switch arg { case (#range r) { cells(r).map(lookup) }; case f { [eval f] } } }).flatten();
      for (value in values.values()) { switch value { case (#error _) { return value }; case _ {} } };
      let numbers = values.filterMap(func(v) { switch v { case (#number n) { ?n }; case _ { null } } });
      switch name {
        case "SUM" { #number(numbers.foldLeft(0.0, func(a, b) { a + b })) };
        case "COUNT" { #number(numbers.size().toFloat()) };
        case "MEAN" {
          if (numbers.size() == 0) { return #error "mean of nothing" };
          #number(numbers.foldLeft(0.0, func(a, b) { a + b }) / numbers.size().toFloat());
        };
        case ("MIN" or "MAX") {
          if (numbers.size() == 0) { return #empty };
          #number(numbers.foldLeft(numbers[0], if (name == "MIN") { Float.min } else { Float.max }));
        };
        case "UPPER" {
          #text(values.map(show).values().join("").toUpper());
        };
        case _ { #error("no function " # name) };
      };
    };
    eval formula;
  };

  func wrong(value : Value) : Value {
    switch value {
      case (#error _) { value };
      case (#empty) { #number 0.0 };
      case other { #error("no number: " # show other) };
    };
  };

  func binary(operator : Operator, a : Value, b : Value) : Value {
    switch (operator, a, b) {
      case (_, #error _, _) { a };
      case (_, _, #error _) { b };
      case (#concat, _, _) { #text(show a # show b) };
      case (#equal, _, _) { #bool(a == b) };
      case (_, #empty, #number _) { binary(operator, #number 0.0, b) };
      case (_, #number _, #empty) { binary(operator, a, #number 0.0) };
      case (#add, #number x, #number y) { #number(x + y) };
      case (#subtract, #number x, #number y) { #number(x - y) };
      case (#multiply, #number x, #number y) { #number(x * y) };
      case (#divide, #number x, #number y) { if (y == 0.0) { #error "division by 0" } else { #number(x / y) } };
      case (#power, #number x, #number y) { #number(x ** y) };
      case (#less, #number x, #number y) { #bool(x < y) };
      case (#greater, #number x, #number y) { #bool(x > y) };
      case (#less or #greater, #text x, #text y) { #bool(if (operator == #less) { x < y } else { x > y }) };
      case _ { #error("no numbers: " # show a # ", " # show b) };
    };
  };

  public func show(value : Value) : Text {
    switch value {
      case (#empty) { "" };
      case (#number n) { Float.format(n, #fix 2).replace(#text ".00", "") };
      case (#text t) { t };
      case (#bool b) { if b { "yes" } else { "no" } };
      case (#error e) { "#" # e };
    };
  };
};
