/// The guest book of the peers, answered over HTTP: `POST /add`, `GET /get?id=`, `GET /list?limit=`; `POST /seed?n=` fills it.
import List "mo:core/List";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Time "mo:core/Time";

actor {
  type Note = { id : Nat; author : Text; text : Text; createdAt : Int };
  type Request = { method : Text; url : Text; headers : [(Text, Text)]; body : Blob };
  type Response = { status_code : Nat16; headers : [(Text, Text)]; body : Blob; upgrade : ?Bool };

  let notes = List.empty<Note>();

  public query func http_request(request : Request) : async Response {
    if (request.method != "GET") { return { answer(200, "") with upgrade = ?true } };
    let (path, parameters) = split(request.url, '?');
    switch path {
      case "/get" {
        let id = number(parameters, "id");
        if (id == 0 or id > notes.size()) { return answer(404, "{\"error\":\"not found\"}") };
        answer(200, shown(notes.at(id - 1)))
      };
      case "/list" { answer(200, newest(Nat.min(number(parameters, "limit"), 100))) };
      case _ { answer(404, "{\"error\":\"no such path\"}") };
    };
  };

  public func http_request_update(request : Request) : async Response {
    let (path, parameters) = split(request.url, '?');
    switch (request.method, path) {
      case ("POST", "/add") {
        let ?body = request.body.decodeUtf8() else { return answer(400, "{\"error\":\"the body is no text\"}") };
        switch (field(body, "author"), field(body, "text")) {
          case (?author, ?text) { answer(200, "{\"id\":" # add(author, text).toText() # "}") };
          case _ { answer(400, "{\"error\":\"author and text are expected\"}") };
        };
      };
      case ("POST", "/seed") {
        let wanted = number(parameters, "n");
        while (notes.size() < wanted) {
          let next = notes.size() + 1;
          ignore add("user" # (next % 97).toText(), padded(next));
        };
        answer(200, "{}")
      };
      case _ { answer(404, "{\"error\":\"no such path\"}") };
    };
  };

  /// The same for agents.
  public func write(author : Text, text : Text) : async Nat { add(author, text) };

  func add(author : Text, text : Text) : Nat {
    let id = notes.size() + 1;
    notes.add({ id; author; text; createdAt = Time.now() / 1_000_000 });
    id
  };

  func answer(status_code : Nat16, body : Text) : Response {
    { status_code; headers = [("Content-Type", "application/json")]; body = body.encodeUtf8(); upgrade = null }
  };

  func newest(limit : Nat) : Text {
    var shownNotes = "[";
    var left = limit;
    for (note in notes.reverseValues()) {
      if (left == 0) { return shownNotes # "]" };
      if (left < limit) { shownNotes #= "," };
      shownNotes #= shown(note);
      left -= 1;
    };
    shownNotes # "]"
  };

  func shown(note : Note) : Text {
    "{\"id\":" # note.id.toText() # ",\"author\":\"" # escaped(note.author) # "\",\"text\":\"" # escaped(note.text)
    # "\",\"createdAt\":" # note.createdAt.toText() # "}"
  };

  func escaped(text : Text) : Text {
    if (not text.contains(#predicate(func c { c == '\"' or c == '\\' or c < ' ' }))) { return text };
    text.flatMap(func c {
      switch c {
        case '\"' "\\\"";
        case '\\' "\\\\";
        case '\n' "\\n";
        case _ { if (c < ' ') " " else c.toText() };
      }
    })
  };

  /// A field of a flat JSON object, if it is a text without escapes.
  func field(json : Text, name : Text) : ?Text {
    let parts = json.split(#char '\"');
    while (true) {
      switch (parts.next()) {
        case null { return null };
        case (?part) {
          if (part == name) {
            ignore parts.next();
            return parts.next();
          };
        };
      };
    };
    null
  };

  func split(text : Text, at : Char) : (Text, Text) {
    let parts = text.split(#char at);
    switch (parts.next(), parts.next()) {
      case (?first, ?second) (first, second);
      case (?first, null) (first, "");
      case _ ("", "");
    }
  };

  func number(parameters : Text, name : Text) : Nat {
    for (parameter in parameters.split(#char '&')) {
      let (key, value) = split(parameter, '=');
      if (key == name) {
        switch (Nat.fromText(value)) {
          case (?found) { return found };
          case null { return 0 };
        };
      };
    };
    0
  };

  func padded(n : Nat) : Text {
    let digits = n.toText();
    var text = "";
    var missing = 8 - Nat.min(8, digits.size()) : Nat;
    while (missing > 0) { text #= "0"; missing -= 1 };
    text # digits # "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  };
};
