import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";

actor {
  var paymentSecret = "";
  var shopName = "Corner shop";

  public shared ({ caller }) func configure(name : Text, secret : Text) : async () {
    if (not Principal.isController(caller)) Runtime.trap("the owner only");
    shopName := name;
    paymentSecret := secret;
  };

  public query func getName() : async Text { shopName };

  public query func isReady() : async Bool { paymentSecret != "" };
};
