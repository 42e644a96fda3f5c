/// Who signs in: accounts, the devices that open them, and delegations that this canister signs for each origin.
///
/// A device is a key. Its owner signs calls with it (or with a key it delegated to), so the caller is the device. Start at `signIn`.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import CertifiedData "mo:core/CertifiedData";
import Char "mo:core/Char";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Nat64 "mo:core/Nat64";
import Principal "mo:core/Principal";
import Queue "mo:core/Queue";
import Random "mo:core/Random";
import Text "mo:core/Text";
import Time "mo:core/Time";
import Delegation "Delegation";
import Limits "Limits";
import Tree "HashTree";

actor Identity {
  type Kind = { #passkey; #phrase };
  type Device = { principal : Principal; key : Blob; credential : ?Blob; name : Text; kind : Kind; addedAt : Int; usedAt : Int };
  type NewDevice = { key : Blob; credential : ?Blob; name : Text };
  /// Where somebody signed in, and until when the newest session there lasts.
  type Visit = { origin : Text; shown : Text; firstAt : Int; lastAt : Int; until : Int };
  /// A device that wants to be added; the number stands on both screens.
  type Request = { device : Device; number : Text };
  type Invitation = { code : Text; until : Int; request : ?Request };
  type Account = {
    number : Nat;
    name : Text;
    madeAt : Int;
    var devices : [Device];
    var visits : [Visit];
    var invitation : ?Invitation;
    /// When it last asked for sessions, newest last.
    var recent : [Int];
  };
  type DeviceView = { principal : Principal; credential : ?Blob; name : Text; kind : Kind; addedAt : Int; usedAt : Int; current : Bool };
  type AccountView = {
    number : Nat;
    name : Text;
    madeAt : Int;
    devices : [DeviceView];
    visits : [Visit];
    invitation : ?{ code : Text; until : Int; request : ?{ name : Text; number : Text } };
  };
  type Problem = { #unknown; #tooMany; #full; #expired; #known; #last; #malformed : Text };
  type Result<T> = { #ok : T; #err : Problem };
  type Session = { origin : Text; sessionKey : Blob; maxTimeToLive : ?Nat64; targets : ?[Principal] };
  /// The page that asks, and what people call it. It may sign in as another origin that allows it.
  type Asker = { origin : Text; shown : Text };
  type Prepared = { userKey : Blob; expiration : Nat64 };
  type Signature = { seed : Blob; message : Blob; until : Int };

  let accounts = Map.empty<Nat, Account>();
  /// The account of each device, and the account that a code invites to.
  let accountOf = Map.empty<Principal, Nat>();
  let invitations = Map.empty<Text, Nat>();
  /// The keys of passkeys by the ids that authenticators tell.
  let credentials = Map.empty<Blob, Blob>();
  var nextNumber = 10_000;
  var salt : Blob = "";
  var registrations = { left = Limits.registrationsAtOnce; at = 0 : Int };

  /// Signatures that can still be fetched, oldest first. They are not kept over an upgrade: whoever waits asks again.
  transient let living = Queue.empty<Signature>();
  transient var signatures : Tree.Tree = #empty;

  func certify() { CertifiedData.set(Tree.digest(Tree.labelled("sig", signatures))) };
  certify();

  func find(caller : Principal) : ?Account {
    switch (accountOf.get(caller)) { case (?number) accounts.get(number); case null null }
  };

  // Making an account.

  /// Makes an account that the caller's passkey opens. Returns its number.
  public shared ({ caller }) func register(name : Text, device : NewDevice) : async Result<Nat> {
    let made = switch (read(device, #passkey)) { case (#err problem) return #err problem; case (#ok made) made };
    if (made.principal != caller) return #err(#malformed "the key is not the caller's");
    if (name.size() > Limits.nameSize) return #err(#malformed "the name is too long");
    if (isTaken(made)) return #err(#known);
    if (accounts.size() >= Limits.accounts) return #err(#full);
    if (not takeRegistration()) return #err(#tooMany);
    let number = nextNumber;
    nextNumber += 1;
    let account : Account = {
      number;
      name;
      madeAt = Time.now();
      var devices = [];
      var visits = [];
      var invitation = null;
      var recent = [];
    };
    accounts.add(number, account);
    attach(account, made);
    #ok number
  };

  /// Lets new accounts be made at a steady rate, some at once.
  func takeRegistration() : Bool {
    let now = Time.now();
    let gained = Int.abs(now - registrations.at) / Limits.registrationPeriod;
    let left = Nat.min(registrations.left + gained, Limits.registrationsAtOnce);
    if (left == 0) return false;
    registrations := { left = left - 1 : Nat; at = if (gained == 0) { registrations.at } else { now } };
    true
  };

  /// Returns a device, if it can be one.
  func read({ key; credential; name } : NewDevice, kind : Kind) : Result<Device> {
    if (name.size() > Limits.nameSize) return #err(#malformed "the name is too long");
    let sound = switch (kind, credential) {
      case (#passkey, ?id) Delegation.isPasskey(key) and id.size() > 0 and id.size() <= Limits.credentialSize;
      case (#phrase, null) Delegation.isPhraseKey(key);
      case _ false;
    };
    if (not sound) return #err(#malformed "this is no key of a device");
    let now = Time.now();
    #ok { principal = Delegation.principalOf(key); key; credential; name; kind; addedAt = now; usedAt = now }
  };

  func isTaken(device : Device) : Bool {
    let id = switch (device.credential) { case (?id) credentials.containsKey(id); case null false };
    id or accountOf.containsKey(device.principal)
  };

  func attach(account : Account, device : Device) {
    account.devices := account.devices.concat([device]);
    accountOf.add(device.principal, account.number);
    switch (device.credential) { case (?id) credentials.add(id, device.key); case null {} };
  };

  func detach(account : Account, device : Device) {
    account.devices := account.devices.filter(func it { it.principal != device.principal });
    accountOf.remove(device.principal);
    switch (device.credential) { case (?id) credentials.remove(id); case null {} };
  };

  /// Returns the key of a passkey: the authenticator tells only its id.
  public query func lookUp(credential : Blob) : async ?Blob { credentials.get(credential) };

  /// Returns the caller's account.
  public shared query ({ caller }) func account() : async ?AccountView {
    let ?it = find(caller) else return null;
    let devices = it.devices.map<Device, DeviceView>(func device {
      let { principal; credential; name; kind; addedAt; usedAt } = device;
      { principal; credential; name; kind; addedAt; usedAt; current = principal == caller }
    });
    let invitation = switch (open(it)) {
      case null null;
      case (?{ code; until; request }) {
        let asks = switch request { case (?{ device; number }) ?{ name = device.name; number }; case null null };
        ?{ code; until; request = asks }
      };
    };
    ?{ number = it.number; name = it.name; madeAt = it.madeAt; devices; visits = it.visits; invitation }
  };

  // Signing in.

  /// Signs a delegation to the key of a session at an origin, which `signature` then returns.
  public shared ({ caller }) func signIn(session : Session, asker : Asker) : async Result<Prepared> {
    let ?account = find(caller) else return #err(#unknown);
    switch (malformed(session)) { case (?what) return #err(#malformed what); case null {} };
    if (not isOrigin(asker.origin) or asker.shown.size() > Limits.originSize) return #err(#malformed "this is nobody who can ask");
    await* makeSalt();
    let now = Time.now();
    forgetExpired(now);
    account.recent := account.recent.filter(func at { at + Limits.signInPeriod > now });
    if (account.recent.size() >= Limits.signInsAtOnce or living.size() >= Limits.signatures) return #err(#tooMany);
    account.recent := account.recent.concat([now]);
    let wanted = switch (session.maxTimeToLive) { case (?wanted) wanted.toNat(); case null Limits.sessionUsual };
    let expiration = Int.abs(now) + Nat.min(wanted, Limits.sessionLongest);
    let seed = seedOf(account.number, session.origin);
    sign(seed, { pubkey = session.sessionKey; expiration; targets = session.targets }, now);
    note(account, caller, { asker with firstAt = now; lastAt = now; until = expiration });
    #ok { userKey = Delegation.canisterKey(Principal.fromActor(Identity), seed); expiration = expiration.toNat64() }
  };

  func malformed({ origin; sessionKey; targets } : Session) : ?Text {
    if (not isOrigin(origin)) return ?"this is no origin";
    if (not Delegation.isSessionKey(sessionKey)) return ?"the session's key is of no kind that is known here";
    switch targets {
      case (?ids) { if (ids.size() == 0 or ids.size() > Limits.targets) return ?"there are too few or too many targets" };
      case null {};
    };
    null
  };

  /// Whether this is `scheme://host`, with a port or without, or `canister:ID`, which no address can be: an app of this platform,
  /// whatever its name and its port are today.
  func isOrigin(text : Text) : Bool {
    if (text.encodeUtf8().size() > Limits.originSize) return false;
    let parts = switch (text.stripStart(#text "canister:")) { case (?id) ["canister", id]; case null text.split(#text "://").toArray() };
    if (parts.size() != 2 or parts[0] == "" or parts[1] == "") return false;
    func plain(c : Char) : Bool { (c >= 'a' and c <= 'z') or (c >= '0' and c <= '9') or c == '-' or c == '.' };
    for (c in parts[0].chars()) { if (not plain(c)) return false };
    for (c in parts[1].chars()) { if (not (plain(c) or c == ':' or c == '_' or c == '[' or c == ']')) return false };
    true
  };

  /// The salt makes that nobody can tell from a key which account and origin it stands for.
  func makeSalt() : async* () {
    if (salt.size() > 0) return;
    let random = await Random.blob();
    if (salt.size() == 0) { salt := random };
  };

  func seedOf(number : Nat, origin : Text) : Blob {
    func sized(part : Blob) : [Blob] { [Blob.fromArray([Nat8.fromNat(part.size())]), part] };
    Tree.hash([sized(salt), sized(number.toText().encodeUtf8()), sized(origin.encodeUtf8())].flatten())
  };

  func sign(seed : Blob, delegation : Delegation.Delegation, now : Int) {
    let message = Delegation.messageHash(delegation);
    let name = Tree.hash([seed]);
    if (isSigned(name, message)) return;
    signatures := Tree.put(signatures, name, Tree.put(Tree.get(signatures, name), message, #leaf));
    living.pushBack({ seed = name; message; until = now + Limits.signaturePeriod });
    certify();
  };

  func isSigned(seed : Blob, message : Blob) : Bool {
    switch (Tree.get(Tree.get(signatures, seed), message)) { case (#leaf) true; case _ false }
  };

  func forgetExpired(now : Int) {
    label all loop {
      switch (living.peekFront()) {
        case (?oldest) {
          if (oldest.until > now) break all;
          ignore living.popFront();
          signatures := Tree.put(signatures, oldest.seed, Tree.put(Tree.get(signatures, oldest.seed), oldest.message, #empty));
        };
        case null break all;
      }
    };
  };

  /// Remembers when a device was used and an origin visited; origins that were not visited for longest are forgotten.
  func note(account : Account, caller : Principal, visit : Visit) {
    account.devices := account.devices.map<Device, Device>(func it { if (it.principal == caller) { { it with usedAt = visit.lastAt } } else it });
    let newest = switch (account.visits.find(func it { it.origin == visit.origin })) {
      case (?before) { { visit with firstAt = before.firstAt; until = Int.max(before.until, visit.until) } };
      case null visit;
    };
    let others = account.visits.filter(func it { it.origin != visit.origin });
    account.visits := [newest].concat(others.sliceToArray(0, Nat.min(others.size(), Limits.visits - 1)))
  };

  /// Returns the signature of a delegation that `signIn` prepared, as agents pass it on.
  public shared query ({ caller }) func signature(session : Session, expiration : Nat64) : async ?Blob {
    let ?account = find(caller) else return null;
    let ?certificate = CertifiedData.getCertificate() else return null;
    let seed = Tree.hash([seedOf(account.number, session.origin)]);
    let message = Delegation.messageHash({ pubkey = session.sessionKey; expiration = expiration.toNat(); targets = session.targets });
    if (not isSigned(seed, message)) return null;
    let witness = Tree.witness(Tree.labelled("sig", signatures), ["sig", seed, message]);
    ?Delegation.signature(certificate, witness)
  };

  // Devices.

  /// Sets the phrase that opens the caller's account, in place of the one there was.
  public shared ({ caller }) func setPhrase(key : Blob) : async Result<()> {
    let ?account = find(caller) else return #err(#unknown);
    let made = switch (read({ key; credential = null; name = "" }, #phrase)) { case (#err problem) return #err problem; case (#ok made) made };
    if (isTaken(made)) return #err(#known);
    let phrases = account.devices.filter(func it { it.kind == #phrase });
    if (account.devices.size() - phrases.size() : Nat >= Limits.devices) return #err(#full);
    for (old in phrases.values()) { detach(account, old) };
    attach(account, made);
    #ok
  };

  /// Takes a device off the caller's account, but never the last.
  public shared ({ caller }) func removeDevice(principal : Principal) : async Result<()> {
    let ?account = find(caller) else return #err(#unknown);
    let ?device = account.devices.find(func it { it.principal == principal }) else return #err(#unknown);
    if (account.devices.size() == 1) return #err(#last);
    detach(account, device);
    #ok
  };

  // Adding a device: the old one makes a code, the new one asks with it, the old one says yes.

  /// Returns the invitation of an account while it lasts.
  func open(account : Account) : ?Invitation {
    let ?it = account.invitation else return null;
    if (it.until > Time.now()) ?it else null
  };

  /// Lets a device ask to be added with this code, for a while; a code from before is void.
  public shared ({ caller }) func invite(code : Text) : async Result<Int> {
    let ?account = find(caller) else return #err(#unknown);
    if (code.size() < Limits.codeLeast or code.size() > Limits.codeMost) return #err(#malformed "this is no code");
    close(account);
    if (invitations.containsKey(code)) return #err(#known);
    let until = Time.now() + Limits.invitationPeriod;
    account.invitation := ?{ code; until; request = null };
    invitations.add(code, account.number);
    #ok until
  };

  func close(account : Account) {
    switch (account.invitation) { case (?it) invitations.remove(it.code); case null {} };
    account.invitation := null;
  };

  /// Asks to be added. Returns the number that the other device has to show.
  public shared ({ caller }) func join(code : Text, device : NewDevice) : async Result<Text> {
    let made = switch (read(device, #passkey)) { case (#err problem) return #err problem; case (#ok made) made };
    if (made.principal != caller) return #err(#malformed "the key is not the caller's");
    let ?number = invitations.get(code) else return #err(#expired);
    let ?account = accounts.get(number) else return #err(#expired);
    let ?invitation = open(account) else return #err(#expired);
    if (invitation.request != null) return #err(#tooMany);
    if (isTaken(made)) return #err(#known);
    if (account.devices.size() >= Limits.devices) return #err(#full);
    let shown = numberOf(code, made.key);
    account.invitation := ?{ invitation with request = ?{ device = made; number = shown } };
    #ok shown
  };

  func numberOf(code : Text, key : Blob) : Text {
    let digest = Tree.hash([salt, code.encodeUtf8(), key]).toArray();
    let number = digest[0].toNat() * 65_536 + digest[1].toNat() * 256 + digest[2].toNat();
    let digits = (number % 1_000_000 + 1_000_000).toText().chars();
    ignore digits.next();
    Text.fromIter(digits)
  };

  /// Tells a device that asked with this code what became of it.
  public shared query ({ caller }) func joined(code : Text) : async { #added; #waiting; #refused } {
    if (accountOf.containsKey(caller)) return #added;
    let ?number = invitations.get(code) else return #refused;
    let ?account = accounts.get(number) else return #refused;
    switch (open(account)) {
      case (?{ request = ?{ device } }) { if (device.principal == caller) #waiting else #refused };
      case _ #refused;
    }
  };

  /// Says yes or no to the device that asks and shows this number.
  public shared ({ caller }) func answer(number : Text, yes : Bool) : async Result<()> {
    let ?account = find(caller) else return #err(#unknown);
    let ?{ request = ?asks } = open(account) else return #err(#expired);
    if (asks.number != number) return #err(#expired);
    close(account);
    if (not yes) return #ok;
    if (isTaken(asks.device)) return #err(#known);
    if (account.devices.size() >= Limits.devices) return #err(#full);
    attach(account, { asks.device with addedAt = Time.now() });
    #ok
  };

  /// Refuses what could come to nothing before it is in a block.
  system func inspect({ caller : Principal; arg : Blob }) : Bool {
    not caller.isAnonymous() and arg.size() <= Limits.argumentSize
  };
};
