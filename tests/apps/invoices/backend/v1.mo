import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import List "mo:core/List";
import Array "mo:core/Array";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Time "mo:core/Time";

actor {
  type Client = { id : Nat; name : Text; email : Text };
  type Line = { description : Text; quantity : Nat; unitPrice : Nat };
  type Status = { #draft; #sent; #paid };
  type Invoice = {
    id : Nat;
    clientId : Nat;
    lines : [Line];
    status : Status;
    createdAt : Int;
    owner : Principal;
  };

  let clients = Map.empty<Nat, Client>();
  let invoices = Map.empty<Nat, Invoice>();
  let log = List.empty<Text>();
  var nextId = 1;
  var currency = "EUR";

  func fresh() : Nat { let id = nextId; nextId += 1; id };

  public shared ({ caller }) func addClient(name : Text, email : Text) : async Nat {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized") };
    let id = fresh();
    clients.add(id, { id; name; email });
    log.add("client " # name);
    id;
  };

  public shared ({ caller }) func createInvoice(clientId : Nat, lines : [Line]) : async Nat {
    if (not clients.containsKey(clientId)) { Runtime.trap("Client not found") };
    let id = fresh();
    invoices.add(id, { id; clientId; lines; status = #draft; createdAt = Time.now(); owner = caller });
    log.add("invoice " # id.toText());
    id;
  };

  public shared ({ caller }) func setStatus(id : Nat, status : Status) : async () {
    switch (invoices.get(id)) {
      case (?invoice) {
        if (invoice.owner != caller) { Runtime.trap("Unauthorized: not your invoice") };
        invoices.add(id, { invoice with status });
      };
      case (null) { Runtime.trap("Invoice not found") };
    };
  };

  public query func total(id : Nat) : async Text {
    switch (invoices.get(id)) {
      case (?{ lines }) {
        let sum = lines.foldLeft(0, func(acc, line) { acc + line.quantity * line.unitPrice });
        sum.toText() # " " # currency;
      };
      case null { "none" };
    };
  };

  public query func getLog() : async [Text] { log.toArray() };
};
