// An interpreter: variants, nested patterns, recursion, an environment in a list.
actor {
  type Expression = {
    #number : Int;
    #variable : Text;
    #add : (Expression, Expression);
    #multiply : (Expression, Expression);
    #less : (Expression, Expression);
    #conditional : (Expression, Expression, Expression);
    #let_ : (Text, Expression, Expression);
  };
  type Environment = ?(Text, Int, Environment);

  func look(environment : Environment, name : Text) : Int {
    switch environment {
      case (?(other, value, rest)) if (other == name) value else look(rest, name);
      case null 0;
    };
  };

  func evaluate(environment : Environment, expression : Expression) : Int {
    switch expression {
      case (#number n) n;
      case (#variable name) look(environment, name);
      case (#add(#number 0, right)) evaluate(environment, right);
      case (#add(left, right)) evaluate(environment, left) + evaluate(environment, right);
      case (#multiply(left, right)) evaluate(environment, left) * evaluate(environment, right);
      case (#less(left, right)) if (evaluate(environment, left) < evaluate(environment, right)) 1 else 0;
      case (#conditional(condition, yes, no)) if (evaluate(environment, condition) != 0) evaluate(environment, yes) else evaluate(environment, no);
      case (#let_(name, value, body)) evaluate(?(name, evaluate(environment, value), environment), body);
    };
  };

  func tree(depth : Nat) : Expression {
    if (depth == 0) return #variable "x";
    let below = tree(depth - 1);
    switch (depth % 4) {
      case 0 #add(below, #multiply(#number 3, #variable "y"));
      case 1 #conditional(#less(#variable "x", #number 5), #add(#number 0, below), below);
      case 2 #let_("y", #add(#variable "x", #number 1), #add(below, below));
      case _ #add(below, below);
    };
  };

  public func run() : async Int {
    let expression = tree(24);
    var sum : Int = 0;
    var x : Int = 0;
    while (x < 10) {
      sum += evaluate(?("x", x, ?("y", 2, null)), expression) % 1_000_003;
      x += 1;
    };
    sum;
  };
};
