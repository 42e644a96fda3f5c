// What the clinic keeps, and what it tells.
import Map "mo:core/Map";
import Set "mo:core/Set";

module {
  public type Id = Nat;

  public type Role = { #reception; #dentist; #assistant };

  public type Staff = {
    name : Text;
    role : Role;
    workdays : [Nat]; // 0 is Monday
  };

  public type Slot = { day : Nat; start : Nat; minutes : Nat };

  public type Status = {
    #booked;
    #arrived : { at : Nat };
    #inTreatment;
    #done : { notes : Text; fee : Nat };
    #cancelled : { by : Principal; reason : ?Text };
    #missed;
  };

  public type Appointment = {
    id : Id;
    patient : Id;
    dentist : Principal;
    slot : Slot;
    reason : Text;
    status : Status;
  };

  public type Patient = {
    id : Id;
    name : Text;
    phone : Text;
    born : ?Nat;
    allergies : [Text];
  };

  public type State = {
    patients : Map.Map<Id, Patient>;
    appointments : Map.Map<Id, Appointment>;
    staff : Map.Map<Principal, Staff>;
    byPatient : Map.Map<Id, Set.Set<Id>>;
    var nextPatient : Id;
    var nextAppointment : Id;
  };

  public type Problem = {
    #notStaff;
    #notFound : { what : Text; id : Id };
    #overlaps : Id;
    #notWorking : { day : Nat };
    #badState : { from : Text; to : Text };
    #invalid : Text;
  };
};
