/// What is bounded, and by how much. Times are nanoseconds.
module {
  public let accounts = 50_000;
  /// Of one account, the phrase among them.
  public let devices = 10;
  /// Origins that an account remembers.
  public let visits = 50;
  /// New accounts: so many at once, and then one in so long.
  public let registrationsAtOnce = 60;
  public let registrationPeriod = 1_000_000_000;
  /// Of one account within the period.
  public let signInsAtOnce = 20;
  public let signInPeriod = 60_000_000_000;
  /// How long a signature can be fetched, and how many there are at once.
  public let signaturePeriod = 60_000_000_000;
  public let signatures = 10_000;
  /// How long a session lasts that does not say, half an hour, and how long one may last, thirty days.
  public let sessionUsual = 1_800_000_000_000;
  public let sessionLongest = 2_592_000_000_000_000;
  /// How long a code can be used: a quarter of an hour.
  public let invitationPeriod = 900_000_000_000;
  public let codeLeast = 8;
  public let codeMost = 40;
  public let targets = 100;
  /// Characters of a name; bytes of other things.
  public let nameSize = 60;
  public let originSize = 255;
  public let credentialSize = 400;
  public let argumentSize = 8_192;
}
