// An app that asks the web what it is told to, and says what came back.
import Array "mo:core/Array";
import Error "mo:core/Error";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

persistent actor Asks {
  type Header = { name : Text; value : Text };
  type Response = { status : Nat; headers : [Header]; body : Blob };
  type Verb = { #get; #head; #post; #put; #delete; #patch };
  type Transform = shared query { response : Response; context : Blob } -> async Response;
  type Request = {
    url : Text;
    max_response_bytes : ?Nat64;
    method : Verb;
    headers : [Header];
    body : ?Blob;
    transform : ?{ function : Transform; context : Blob };
    is_replicated : ?Bool;
  };

  transient let ic = actor "aaaaa-aa" : actor { http_request : Request -> async Response };

  func plain(url : Text, method : Verb) : Request = {
    url; method; max_response_bytes = null; headers = []; body = null; transform = null; is_replicated = null;
  };

  func send(request : Request) : async* Text {
    try {
      told(await (with cycles = 1_000_000_000) ic.http_request(request));
    } catch error {
      let code = switch (Error.code(error)) {
        case (#system_fatal) "fatal";
        case (#system_transient) "transient";
        case (#canister_reject) "reject";
        case (#canister_error) "error";
        case (#system_unknown) "unknown";
        case _ "other";
      };
      code # ": " # Error.message(error);
    };
  };

  func told(response : Response) : Text {
    let body = switch (Text.decodeUtf8(response.body)) { case (?text) text; case null "no text" };
    Nat.toText(response.status) # " " # body;
  };

  public func ask(url : Text, method : Verb) : async Text { await* send(plain(url, method)) };

  public func askOnce(url : Text, method : Verb) : async Text {
    await* send({ plain(url, method) with is_replicated = ?false });
  };

  public func askUpTo(url : Text, bytes : Nat64) : async Text {
    await* send({ plain(url, #get) with max_response_bytes = ?bytes });
  };

  public func post(url : Text, body : Text, name : Text, value : Text) : async Text {
    await* send({ plain(url, #post) with body = ?Text.encodeUtf8(body); headers = [{ name; value }] });
  };

  public func askWithHeaders(url : Text, count : Nat) : async Text {
    let headers = Array.tabulate<Header>(count, func i = { name = "x-" # Nat.toText(i); value = "" });
    await* send({ plain(url, #get) with headers });
  };

  // What differs from one answer to the next is left out, and what was given along is put in front.
  public query ({ caller }) func trim({ response : Response; context : Blob }) : async Response {
    let from = if (debug_show caller == "aaaaa-aa") "" else "somebody else: ";
    let body = Text.encodeUtf8(from # Nat.toText(context.size()) # " " # told(response));
    { response with headers = []; body };
  };

  public query func spin({ response : Response; context : Blob }) : async Response {
    var left = 3_000_000;
    while (left > 0) { left -= 1 };
    { response with headers = []; body = context };
  };

  public query func fail({ response : Response; context : Blob }) : async Response {
    if (context.size() > 1000) { return response };
    assert response.status == 0;
    response;
  };

  public query func swell({ response : Response; context : Blob }) : async Response {
    { response with body = Text.encodeUtf8(told(response) # told(response) # debug_show context) };
  };

  public func through(url : Text, which : { #trim; #spin; #fail; #swell }) : async Text {
    let function = switch which { case (#trim) trim; case (#spin) spin; case (#fail) fail; case (#swell) swell };
    await* send({
      plain(url, #get) with
      transform = ?{ function; context = "\01\02\03" : Blob };
      max_response_bytes = ?(300 : Nat64);
    });
  };

  var kept : Text = "nothing";
  public func askLater(url : Text, method : Verb) : async () { kept := await* send(plain(url, method)) };
  public query func answer() : async Text { kept };
};
