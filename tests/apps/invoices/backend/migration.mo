import Map "mo:core/Map";
import List "mo:core/List";
import Principal "mo:core/Principal";

module {
  type OldClient = { id : Nat; name : Text; email : Text };
  type OldLine = { description : Text; quantity : Nat; unitPrice : Nat };
  type OldInvoice = {
    id : Nat;
    clientId : Nat;
    lines : [OldLine];
    status : { #draft; #sent; #paid };
    createdAt : Int;
    owner : Principal;
  };
  type OldActor = {
    clients : Map.Map<Nat, OldClient>;
    invoices : Map.Map<Nat, OldInvoice>;
    log : List.List<Text>;
    var currency : Text;
  };

  type NewClient = { id : Nat; name : Text; emails : [Text]; vatNumber : ?Text };
  type NewLine = { description : Text; quantity : Nat; unitPrice : Nat; taxPercent : Nat };
  type NewInvoice = {
    id : Nat;
    clientId : Nat;
    lines : [NewLine];
    status : { #draft; #sent : { at : Int }; #paid : { at : Int; amount : Nat }; #overdue };
    createdAt : Int;
    owner : Principal;
  };
  type NewActor = {
    clients : Map.Map<Nat, NewClient>;
    invoices : Map.Map<Nat, NewInvoice>;
    history : List.List<{ what : Text; at : ?Int }>;
    var settings : { currency : Text; defaultTax : Nat };
  };

  public func run(old : OldActor) : NewActor {
    let clients = old.clients.map<Nat, OldClient, NewClient>(
      func(_id, client) {
        { client with emails = [client.email]; vatNumber = null };
      }
    );
    let invoices = old.invoices.map<Nat, OldInvoice, NewInvoice>(
      func(_, invoice) {
        let lines = invoice.lines.map(func(line) { { line with taxPercent = 19 } });
        let amount = lines.foldLeft(0, func(sum, line) { sum + line.quantity * line.unitPrice });
        {
          invoice with
          lines;
          status = switch (invoice.status) {
            case (#draft) { #draft };
            case (#sent) { #sent({ at = invoice.createdAt }) };
            case (#paid) { #paid({ at = invoice.createdAt; amount }) };
          };
        };
      }
    );
    let history = old.log.map<Text, { what : Text; at : ?Int }>(func(what) { { what; at = null } });
    {
      clients;
      invoices;
      history;
      var settings = { currency = old.currency; defaultTax = 19 };
    };
  };
};
