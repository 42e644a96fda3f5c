// Comma-separated values as RFC 4180 has them: quotes around what needs them, doubled quotes inside.
import Char "mo:core/Char";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Text "mo:core/Text";

module {
  public func write(rows : [[Text]]) : Text {
    var out = "";
    for (row in rows.values()) {
      out #= row.values().map(quote).join(",") # "\n";
    };
    out;
  };

  func quote(cell : Text) : Text {
    if (cell.contains(#predicate(func(c) { c == ',' or c == '\"' or c == '\n' }))) {
      "\"" # cell.replace(#char '\"', "\"\"") # "\"";
    } else { cell };
  };

  public func read(text : Text) : [[Text]] {
    let rows = List.empty<[Text]>();
    var row = List.empty<Text>();
    var cell = "";
    var quoted = false;
    var wasQuote = false;
    let endCell = func() { row.add(cell); cell := "" };
    let endRow = func() {
      endCell();
      rows.add(row.toArray());
      row := List.empty<Text>();
    };
    for (c in text.chars()) {
      switch (quoted, c) {
        case (true, '\"') { quoted := false; wasQuote := true };
        case (true, _) { cell #= Char.toText c };
        case (false, '\"') {
          if (wasQuote) { cell #= "\"" };
          quoted := true;
        };
        case (false, ',') endCell();
        case (false, '\n') endRow();
        case (false, '\r') {};
        case (false, _) { cell #= Char.toText c };
      };
      if (c != '\"') wasQuote := false;
    };
    if (cell != "" or not row.isEmpty()) { endRow() };
    rows.toArray();
  };
};
