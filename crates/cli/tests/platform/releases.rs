//! Releases written by hand: good ones go live, harmful ones are refused while the live app answers.

use crate::world::World;

const TYPE: &str =
    "type Entry = { id : Nat; name : Text; message : Text; author : Principal; createdAt : Int };";

/// Puts a migration in front of the actor; it sees the type `Entry`, and `Map`.
fn with_migration(source: String, migration: &str) -> String {
    let migration = format!("{TYPE}\n(with migration = {migration})\nactor {{");
    source.replace("actor {", &migration).replace("  public type Entry", "  public type Entry_")
}

/// Carries the entries over as they are, after doing something.
fn carries(what: &str) -> String {
    format!(
        "func (old : {{ entries : Map.Map<Nat, Entry> }}) : {{ entries : Map.Map<Nat, Entry> }} {{ {what} }}"
    )
}

#[test]
fn a_folder_becomes_an_app_with_its_own_address() {
    let world = World::with_guestbook(2);
    let reply = world.ok(&["call", "guestbook", "count"]);
    assert_eq!(reply.trim(), "(2 : nat)");
    let page = world.http("GET", "guestbook.localhost:PORT", "/", &[], "");
    assert!(page.contains("200 OK") && page.contains("<h1>Guest book</h1>"), "{page}");
    let about = world.http("GET", "guestbook.localhost:PORT", "/_/app.json", &[], "");
    assert!(about.contains(r#""name":"guestbook""#) && about.contains(r#""number":1"#), "{about}");
    let interface = world.http("GET", "guestbook.localhost:PORT", "/_/interface.json", &[], "");
    assert!(interface.contains(r#""name":"addEntry""#), "{interface}");
    let rows = world.rows("guestbook", "entries");
    assert_eq!(rows[1]["value"]["message"], "message 1");
    assert_eq!(world.json(&["show", "guestbook"])["number"], 1);
}

#[test]
fn only_the_owner_may_do_what_only_the_owner_may_do() {
    let world = World::with_guestbook(1);
    let stranger = world.run(&["call", "guestbook", "removeEntry", "(0)", "--as", "anonymous"]);
    assert_eq!(stranger.code, 2, "{stranger:?}");
    assert!(stranger.err.contains("only the owner may remove a message"), "{stranger:?}");
    assert_eq!(world.ok(&["call", "guestbook", "removeEntry", "(0)"]).trim(), "(true)");
}

#[test]
fn a_new_page_and_method_go_live_together() {
    let world = World::with_guestbook(3);
    let folder = world.guestbook("second", |source| {
        source.replace(
            "public query func count()",
            "public query func newest() : async ?Nat { if (nextId == 0) null else ?(nextId - 1) };\n  public query func count()",
        )
    });
    std::fs::write(format!("{folder}/frontend/index.html"), "<h1>Second page</h1>").unwrap();
    let out = world.ok(&["release", &folder, "--app", "guestbook"]);
    assert!(out.contains("3 rows kept"), "{out}");
    assert!(world.http("GET", "guestbook.localhost:PORT", "/", &[], "").contains("Second page"));
    assert_eq!(world.ok(&["call", "guestbook", "newest"]).trim(), "(opt (2 : nat))");
    let again = world.ok(&["release", &folder, "--app", "guestbook"]);
    assert!(again.contains("unchanged"), "{again}");
    let back = world.run(&["rollback", "guestbook", "1"]);
    // `newest` goes away: pages that are open may still ask it.
    assert_eq!(back.code, 3, "{back:?}");
    world.ok(&["consent", "guestbook", &world.waiting("guestbook")]);
    assert!(world.http("GET", "guestbook.localhost:PORT", "/", &[], "").contains("Guest book"));
    assert_eq!(world.rows("guestbook", "entries").len(), 3, "old code fits today's data, so nothing is lost");
}

/// Proposes a harmful release and checks that nothing came of it.
fn refused(world: &World, name: &str, source: impl FnOnce(String) -> String, words: &[&str]) {
    let folder = world.guestbook(name, source);
    let before = world.state_hash("guestbook");
    let ran = std::thread::scope(|scope| {
        let releasing = scope.spawn(|| world.run(&["release", &folder, "--app", "guestbook"]));
        // The live app answers throughout.
        let mut answers = 0;
        while !releasing.is_finished() || answers == 0 {
            assert_eq!(world.ok(&["call", "guestbook", "count"]).trim(), "(30 : nat)");
            answers += 1;
        }
        releasing.join().unwrap()
    });
    assert_eq!(ran.code, 1, "{name}: {ran:?}");
    for word in words {
        assert!(ran.out.contains(word), "{name}: no {word:?} in {ran:?}");
    }
    assert_eq!(world.state_hash("guestbook"), before, "{name}");
    assert_eq!(world.json(&["show", "guestbook"])["number"], 1);
}

#[test]
fn harmful_releases_are_refused_with_a_reason() {
    let world = World::with_guestbook(30);
    let first_ten = carries(
        "let kept = Map.empty<Nat, Entry>(); for ((id, entry) in old.entries.entries()) { if (id < 10) kept.add(id, entry) }; { entries = kept }",
    );
    let words = ["`entries` has 30 rows and would have 10", "20 would be lost"];
    refused(&world, "keeps-ten", |source| with_migration(source, &first_ten), &words);
    let traps = carries(
        "for ((id, _) in old.entries.entries()) { if (id == 20) Runtime.trap(\"cannot convert row 20\") }; { entries = old.entries }",
    );
    refused(
        &world,
        "traps",
        |source| with_migration(source, &traps),
        &["stopped half way", "cannot convert row 20"],
    );
    let starts_anew = carries("ignore old; { entries = Map.empty<Nat, Entry>() }");
    let words = ["`entries` has 30 rows and would have 0"];
    refused(&world, "starts-anew", |source| with_migration(source, &starts_anew), &words);
    let twice =
        "func (old : { var nextId : Nat }) : { var nextId : Nat } { { var nextId = old.nextId * 100 } }";
    refused(
        &world,
        "twice",
        |source| with_migration(source, twice),
        &["second time", "a sum of 3000 would become a sum of 300000"],
    );
    refused(
        &world,
        "query-traps",
        |source| {
            source
                .replace("entries.size() };", "if (nextId > 5) Runtime.trap(\"too many\"); entries.size() };")
        },
        &["`count` answers today and would fail", "too many"],
    );
    let empty = "let entries = Map.empty<Nat, Entry>();";
    refused(
        &world,
        "renamed",
        |source| source.replace(empty, "let list = Map.empty<Nat, Entry>();").replace("entries.", "list."),
        &["M0169", "`entries`"],
    );
    refused(
        &world,
        "retyped",
        |source| {
            source
                .replace("id : Nat; name", "id : Text; name")
                .replace("{ entry with id; ", "{ entry with id = id.toText(); ")
        },
        &["M0170", "entries.id"],
    );
}

#[test]
fn a_migration_that_never_ends_is_refused() {
    let world = World::with_guestbook(30);
    let loops = carries("var n = 0; while (n >= 0) { n += 1; n -= 1 }; { entries = old.entries }");
    refused(&world, "loops", |source| with_migration(source, &loops), &["had not ended"]);
}

#[test]
fn a_module_that_is_none_is_refused() {
    let world = World::with_guestbook(0);
    let folder = world.folder.path().join("noise");
    std::fs::create_dir_all(folder.join("backend")).unwrap();
    std::fs::write(folder.join("backend/main.wasm"), b"this is no wasm").unwrap();
    let ran = world.run(&["release", folder.to_str().unwrap(), "--app", "guestbook"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("no module that can run here"), "{ran:?}");
    assert_eq!(world.ok(&["call", "guestbook", "count"]).trim(), "(0 : nat)");
}

#[test]
fn a_program_with_errors_is_shown_where() {
    let world = World::with_guestbook(0);
    let folder = world.guestbook("wrong", |source| source.replace("entries.size()", "entires.size()"));
    let ran = world.run(&["release", &folder, "--app", "guestbook"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("M0057") && ran.err.contains("backend/main.mo"), "{ran:?}");
}

#[test]
fn what_the_owner_may_decide_is_asked_by_name_and_number() {
    let world = World::with_guestbook(12);
    let before = world.state_hash("guestbook");
    // The writer "renames" by dropping one field and adding another.
    let folder = world.guestbook("nickname", |source| {
        let migration = "func (old : { entries : Map.Map<Nat, Entry> }) : { entries : Map.Map<Nat, New> } { { entries = old.entries.map<Nat, Entry, New>(func (_, e) { { id = e.id; pseudo = \"\"; message = e.message; author = e.author; createdAt = e.createdAt } }) } }";
        let new = "type New = { id : Nat; pseudo : Text; message : Text; author : Principal; createdAt : Int };\n";
        let source = with_migration(source, migration).replace("(with migration", &format!("{new}(with migration"));
        source
            .replace("Map.empty<Nat, Entry>()", "Map.empty<Nat, New>()")
            .replace("{ entry with id; author", "{ message = entry.message; pseudo = entry.name; id; author")
            .replace("async [Entry]", "async [New]")
    });
    let ran = world.run(&["release", &folder, "--app", "guestbook"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("12 values of `entries.name` would be deleted"), "{ran:?}");
    assert!(ran.out.contains("`entries.pseudo` is the same in every row"), "{ran:?}");
    assert_eq!(world.state_hash("guestbook"), before);
    let waiting = world.waiting("guestbook");
    let wrong = world.run(&["consent", "guestbook", &waiting, "drop:nothing"]);
    assert_eq!(wrong.code, 64, "{wrong:?}");
    world.ok(&["consent", "guestbook", &waiting, "--no"]);
    assert!(world.json(&["show", "guestbook"])["pendingReleases"].as_array().unwrap().is_empty());
    assert_eq!(world.state_hash("guestbook"), before);
}

#[test]
fn letting_others_in_is_asked() {
    let world = World::new();
    let guarded = |source: String| {
        let guard = "public shared query ({ caller }) func count() : async Nat { if (not Principal.isController(caller)) Runtime.trap(\"not you\");";
        source.replace("public query func count() : async Nat {", guard)
    };
    let folder = world.guestbook("guarded", guarded);
    world.ok(&["release", &folder, "--app", "guestbook"]);
    let folder = world.guestbook("open", |source| source);
    let ran = world.run(&["release", &folder, "--app", "guestbook"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("Anybody would get an answer from `count`"), "{ran:?}");
}

#[test]
fn check_says_everything_and_releases_nothing() {
    let world = World::with_guestbook(3);
    let folder = world.guestbook("checked", |source| source.replace("the message is empty", "say something"));
    let out = world.ok(&["check", &folder, "--against", "guestbook"]);
    assert!(out.contains("verdict: safe") && out.contains("nothing was released"), "{out}");
    let shown = world.json(&["show", "guestbook"]);
    assert_eq!((&shown["number"], shown["releases"].as_array().unwrap().len()), (&1.into(), 1));
}

#[test]
fn decisions_are_a_chain() {
    let world = World::with_guestbook(1);
    let folder = world.guestbook("next", |source| source.replace("the message is empty", "say something"));
    world.ok(&["release", &folder, "--app", "guestbook"]);
    let lines = world.ok(&["--json", "history", "guestbook"]);
    let records: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["previous"], "");
    assert_eq!(records[1]["previous"], records[0]["hash"]);
}

#[test]
fn a_frozen_app_is_changed_by_nobody_until_its_owner_thaws_it() {
    let world = World::with_guestbook(1);
    let changed = world.guestbook("second", |source| source.replace("newest first", "the newest first"));
    world.ok(&["freeze", "guestbook", "the auditors are in the house"]);
    let before = world.state_hash("guestbook");
    for attempt in [vec!["release", &changed, "--app", "guestbook"], vec!["rollback", "guestbook", "1"]] {
        let ran = world.run(&attempt);
        assert_ne!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains("`guestbook` is frozen: the auditors are in the house"), "{ran:?}");
        assert!(ran.err.contains("selfwright thaw guestbook"), "{ran:?}");
    }
    assert_eq!(world.state_hash("guestbook"), before);
    assert!(world.ok(&["show", "guestbook"]).contains("frozen     the auditors are in the house"));
    // It runs on, and what a change would do can be asked.
    world.add(2);
    world.ok(&["check", &changed, "--against", "guestbook"]);
    world.ok(&["thaw", "guestbook"]);
    world.ok(&["release", &changed, "--app", "guestbook"]);
    let history = world.ok(&["history", "guestbook"]);
    assert!(history.contains("frozen") && history.contains("thawed"), "{history}");
    let again = world.run(&["thaw", "guestbook"]);
    assert!(again.err.contains("`guestbook` is not frozen"), "{again:?}");
}
