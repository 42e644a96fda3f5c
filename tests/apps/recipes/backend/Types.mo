import Map "mo:core/Map";
import List "mo:core/List";

module {
  public type Unit = { #gram; #millilitre; #piece; #spoon };
  public type Ingredient = { name : Text; amount : Nat; unit : Unit };

  public module V1 {
    public type Recipe = { title : Text; ingredients : [Text]; steps : Text; author : Principal };
    public type State = { recipes : Map.Map<Nat, Recipe>; var nextId : Nat; likes : List.List<(Nat, Principal)> };
  };

  public type Recipe = {
    title : Text;
    serves : Nat;
    ingredients : [Ingredient];
    steps : [Text];
    author : Principal;
    ratings : Map.Map<Principal, Nat>;
  };
};
