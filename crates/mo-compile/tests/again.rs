//! Checks one after the other in a process that goes on running: what is kept between them must not be noticed.

use std::collections::BTreeMap;

use mo_compile::{Options, check, warm_up};
use source::MemoryWorld;

/// Files that change, and what is found after each change: file, line and code.
struct Session {
    files: BTreeMap<String, String>,
    options: Options,
}

impl Session {
    fn new(files: &[(&str, &str)]) -> Session {
        warm_up();
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Session { files, options: Options::default() }
    }

    fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    /// Checks twice, because the second check finds what the first has left.
    #[track_caller]
    fn finds(&self, expected: &[&str]) {
        for _ in 0..2 {
            let world = MemoryWorld::new(self.files.clone());
            let checked = mo_compile::with_stack(|| {
                let checked = check(&world, "again/Main.mo", &self.options);
                let found = checked.diagnostics.iter().map(|found| {
                    let (file, start) = (found.primary.file, found.primary.start);
                    let line = checked.sources.position(file, start).line;
                    format!("{}:{line} {}", checked.sources.path(file), found.code.unwrap_or("-"))
                });
                found.collect::<Vec<String>>()
            });
            assert_eq!(checked, expected);
        }
    }
}

const MAIN: &str =
    "import Shape \"Shape\";\nactor { public func area() : async Nat { Shape.area({ x = 2; y = 3 }) } };\n";
const SHAPE: &str = "module {\n  public type Box = { x : Nat; y : Nat };\n  public func area(box : Box) : Nat { box.x * box.y };\n};\n";

#[test]
fn a_changed_main_file_is_checked_anew() {
    let mut session = Session::new(&[("again/Main.mo", MAIN), ("again/Shape.mo", SHAPE)]);
    session.finds(&[]);
    session.write("again/Main.mo", &MAIN.replace("y = 3", "y = \"3\""));
    session.finds(&["again/Main.mo:2 M0050"]);
    session.write("again/Main.mo", &format!("\n\n{}", MAIN.replace("x = 2; ", "")));
    session.finds(&["again/Main.mo:4 M0151"]);
    session.write("again/Main.mo", MAIN);
    session.finds(&[]);
}

#[test]
fn a_changed_import_changes_what_main_may_do() {
    let mut session = Session::new(&[("again/Main.mo", MAIN), ("again/Shape.mo", SHAPE)]);
    session.finds(&[]);
    session.write("again/Shape.mo", &SHAPE.replace("y : Nat", "y : Nat; z : Nat"));
    session.finds(&["again/Main.mo:2 M0151"]);
    session.write("again/Shape.mo", &SHAPE.replace("box.x *", "box.w *"));
    session.finds(&["again/Shape.mo:3 M0072"]);
    session.write("again/Shape.mo", SHAPE);
    session.finds(&[]);
}

#[test]
fn warnings_of_what_is_kept_are_said_as_long_as_it_is_imported() {
    let shape = SHAPE.replace("{ box.x", "{ let unused = 1; box.x");
    let mut session = Session::new(&[("again/Main.mo", MAIN), ("again/Shape.mo", &shape)]);
    session.finds(&["again/Shape.mo:3 M0194"]);
    session.write("again/Main.mo", &format!("{MAIN}// changed\n"));
    session.finds(&["again/Shape.mo:3 M0194"]);
    session.write("again/Main.mo", "actor { public func area() : async Nat { 6 } };\n");
    session.finds(&[]);
}

#[test]
fn an_import_may_lead_elsewhere() {
    let inner = "module { public let side = 2 };\n";
    let shape = format!("import Side \"Side\";\n{}", SHAPE.replace("box.x *", "Side.side *"));
    let mut session =
        Session::new(&[("again/Main.mo", MAIN), ("again/Shape.mo", &shape), ("again/Side/lib.mo", inner)]);
    session.finds(&[]);
    session.write("again/Side.mo", "module { public let side = \"two\" };\n");
    session.finds(&["again/Shape.mo:4 M0096"]);
}

#[test]
fn a_chain_of_migrations_is_read_anew() {
    let step = "module { public func migration(_ : {}) : { n : Nat } { { n = 1 } } };\n";
    let main = "actor { let n : Nat; public query func get() : async Nat { n } };\n";
    let mut session = Session::new(&[("again/Main.mo", main), ("again/steps/1.mo", step)]);
    session.options.enhanced_migration = Some("again/steps".into());
    session.finds(&[]);
    session.write("again/steps/1.mo", &step.replace("n : Nat", "n : Text").replace("n = 1", "n = \"\""));
    session.finds(&["again/Main.mo:1 M0170"]);
    session.write("again/steps/1.mo", step);
    session
        .write("again/steps/2.mo", "module { public func migration(_ : {}) : { m : Nat } { { m = 1 } } };\n");
    session.finds(&["again/Main.mo:1 M0169"]);
}
