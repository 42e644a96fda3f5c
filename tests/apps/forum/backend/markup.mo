// A little markup: `code`, *strong*, links, paragraphs. Everything else is escaped.
import Iter "mo:core/Iter";
import Text "mo:core/Text";

module {
  public func escape(text : Text) : Text {
    Text.flatMap(
      text,
      func(c) {
        switch c {
          case ('<') { "&lt;" };
          case ('>') { "&gt;" };
          case ('&') { "&amp;" };
          case ('\"') { "&quot;" };
          case _ { Text.fromChar(c) };
        };
      },
    );
  };

  type State = { #plain; #code; #strong };

  func tag(state : State) : Text {
    switch state { case (#code) { "code" }; case (#strong) { "b" }; case (#plain) { "" } };
  };

  func word(text : Text) : Text {
    if (text.startsWith(#text "https://")) { "<a href=\"" # text # "\">" # text # "</a>" } else { text };
  };

  func line(text : Text) : Text {
    var out = "";
    var state : State = #plain;
    var run = "";
    let flush = func() {
      out #= escape(run).split(#char ' ').map(word).join(" ");
      run := "";
    };
    for (c in text.chars()) {
      let toggled : ?State = switch (c, state) {
        case ('`', #plain) { ?#code };
        case ('`', #code) { ?#plain };
        case ('*', #plain) { ?#strong };
        case ('*', #strong) { ?#plain };
        case _ { null };
      };
      switch toggled {
        case (?next) {
          flush();
          out #= if (next == #plain) { "</" # tag(state) # ">" } else { "<" # tag(next) # ">" };
          state := next;
        };
        case null { run #= Text.fromChar(c) };
      };
    };
    flush();
    if (state != #plain) { out #= "</" # tag(state) # ">" };
    out;
  };

  public func render(text : Text) : Text {
    text.split(#text "\n\n").map(func(paragraph) { "<p>" # paragraph.split(#char '\n').map(line).join("<br>") # "</p>" }).join("");
  };
};
