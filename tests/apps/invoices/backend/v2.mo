import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Int "mo:core/Int";
import Float "mo:core/Float";
import Text "mo:core/Text";
import List "mo:core/List";
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Time "mo:core/Time";
import Migration "migration";

(with migration = Migration.run)
actor {
  type Client = { id : Nat; name : Text; emails : [Text]; vatNumber : ?Text };
  type Line = { description : Text; quantity : Nat; unitPrice : Nat; taxPercent : Nat };
  type Status = { #draft; #sent : { at : Int }; #paid : { at : Int; amount : Nat }; #overdue };
  type Invoice = {
    id : Nat;
    clientId : Nat;
    lines : [Line];
    status : Status;
    createdAt : Int;
    owner : Principal;
  };
  type Totals = { net : Nat; tax : Nat; gross : Nat };

  let clients = Map.empty<Nat, Client>();
  let invoices = Map.empty<Nat, Invoice>();
  let history = List.empty<{ what : Text; at : ?Int }>();
  var nextId = 1;
  var settings = { currency = "EUR"; defaultTax = 19 };

  module Lines {
    public func totals(lines : [Line]) : Totals {
      var net = 0;
      var tax = 0;
      for ({ quantity; unitPrice; taxPercent } in lines.values()) {
        let amount = quantity * unitPrice;
        net += amount;
        tax += (amount * taxPercent + 50) / 100;
      };
      { net; tax; gross = net + tax };
    };
  };

  func formatCents(cents : Int) : Text {
    let sign = if (cents < 0) { "-" } else { "" };
    let value = Int.abs(cents);
    let rest = value % 100;
    sign # (value / 100).toText() # "." # (if (rest < 10) { "0" } else { "" }) # rest.toText();
  };

  func note(what : Text) { history.add({ what; at = ?Time.now() }) };

  func own(id : Nat, caller : Principal) : Invoice {
    switch (invoices.get(id)) {
      case (?invoice) {
        if (invoice.owner != caller and not caller.isController()) {
          Runtime.trap("Unauthorized: not your invoice");
        };
        invoice;
      };
      case (null) { Runtime.trap("Invoice not found: " # id.toText()) };
    };
  };

  public shared ({ caller }) func addClient(client : { name : Text; emails : [Text]; vatNumber : ?Text }) : async Nat {
    if (caller.isAnonymous()) { Runtime.trap("Unauthorized") };
    let id = nextId;
    nextId += 1;
    clients.add(id, { client with id });
    note("client " # client.name);
    id;
  };

  public shared ({ caller }) func createInvoice(clientId : Nat, lines : [{ description : Text; quantity : Nat; unitPrice : Nat; taxPercent : ?Nat }]) : async Nat {
    let ?_ = clients.get(clientId) else Runtime.trap("Client not found");
    let id = nextId;
    nextId += 1;
    let full : [Line] = lines.map(
      func(line) {
        { line with taxPercent = switch (line.taxPercent) { case (?t) { t }; case (null) { settings.defaultTax } } };
      }
    );
    invoices.add(id, { id; clientId; lines = full; status = #draft; createdAt = Time.now(); owner = caller });
    note("invoice " # id.toText());
    id;
  };

  public shared ({ caller }) func send(id : Nat) : async () {
    let invoice = own(id, caller);
    switch (invoice.status) {
      case (#draft or #overdue) { invoices.add(id, { invoice with status = #sent { at = Time.now() } }) };
      case (#sent _ or #paid _) { Runtime.trap("Invoice was sent already") };
    };
  };

  public shared ({ caller }) func pay(id : Nat, amount : Nat) : async { #complete; #short : Nat; #over : Nat } {
    let invoice = own(id, caller);
    let { gross } = Lines.totals(invoice.lines);
    let already = switch (invoice.status) { case (#paid { amount }) { amount }; case _ { 0 } };
    let paid = already + amount;
    invoices.add(id, { invoice with status = #paid { at = Time.now(); amount = paid } });
    switch (Nat.compare(paid, gross)) {
      case (#equal) { #complete };
      case (#less) { #short(gross - paid : Nat) };
      case (#greater) { #over(paid - gross : Nat) };
    };
  };

  public query func getInvoice(id : Nat) : async ?(Text, Text, Totals, Text) {
    let ?invoice = invoices.get(id) else return null;
    let name = switch (clients.get(invoice.clientId)) { case (?c) { c.name }; case (null) { "?" } };
    let totals = Lines.totals(invoice.lines);
    ?(name, debug_show (invoice.status), totals, formatCents(totals.gross) # " " # settings.currency);
  };

  public query func getClients() : async [Client] {
    clients.values().toArray().sort(func(a, b) { Text.compare(a.name, b.name) });
  };

  public query func report() : async { open : Nat; paid : Nat; averageNet : Float; byClient : [(Text, Nat)] } {
    var open = 0;
    var paid = 0;
    var net = 0;
    let byClient = Map.empty<Text, Nat>();
    for (invoice in invoices.values()) {
      let totals = Lines.totals(invoice.lines);
      net += totals.net;
      switch (invoice.status) {
        case (#paid { amount }) { paid += amount };
        case (_) { open += totals.gross };
      };
      let name = switch (clients.get(invoice.clientId)) { case (?{ name }) { name }; case (null) { "?" } };
      let before = switch (byClient.get(name)) { case (?n) { n }; case (null) { 0 } };
      byClient.add(name, before + totals.gross);
    };
    let n = invoices.size();
    {
      open;
      paid;
      averageNet = if (n == 0) { 0 } else { net.toFloat() / n.toFloat() };
      byClient = byClient.toArray();
    };
  };

  public query func getHistory() : async [(Text, Bool)] {
    history.map<{ what : Text; at : ?Int }, (Text, Bool)>(func(h) { (h.what, h.at != null) }).toArray();
  };
};
