//! The owner's browser becomes an owner on the app's page, by a code; page code gains nothing by it.

use serde_json::{Value, json};

use crate::world::World;

/// Principals of keys: 28 bytes and a 2.
const ANN: &str = "vmqyf-4sdgl-de5iy-wp5ff-dtxjb-4fuld-uvqij-utqi2-ivmbj-n4yaf-nae";

fn post(world: &World, app: &str, code: &str, principal: &str, headers: &[&str]) -> (u16, Value) {
    let body = json!({ "code": code, "principal": principal }).to_string();
    read(&world.http("POST", &format!("{app}.localhost:PORT"), "/_/claim", headers, &body))
}

fn api(world: &World, method: &str, path: &str) -> (u16, Value) {
    let bearer = format!("Authorization: Bearer {}", world.token());
    read(&world.http(method, "localhost:PORT", &format!("/_/api/apps/{path}"), &[&bearer], ""))
}

fn read(reply: &str) -> (u16, Value) {
    let status = reply.split(' ').nth(1).unwrap().parse().unwrap();
    let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

fn code(world: &World) -> String {
    let (status, made) = api(world, "POST", "guestbook/claim");
    assert_eq!(status, 200, "{made}");
    let url = made["url"].as_str().unwrap();
    let start = format!("http://guestbook.localhost:{}/#claim=", world.port);
    assert!(made["expiresMs"].as_u64().unwrap() > 1_700_000_000_000, "{made}");
    url.strip_prefix(&start).unwrap().to_owned()
}

#[test]
fn a_code_makes_one_owner_once_and_an_owner_can_be_taken_off() {
    let mut world = World::with_guestbook(0);
    let first = code(&world);
    assert_eq!(post(&world, "guestbook", &first, ANN, &["Origin: http://guestbook.localhost:PORT"]).0, 204);
    let (status, again) = post(&world, "guestbook", &first, ANN, &[]);
    assert_eq!((status, &again["error"]["message"]), (403, &json!("the code has been used")));
    let (_, owners) = api(&world, "GET", "guestbook/owners");
    assert_eq!(owners["owners"][0]["principal"], ANN);

    world.kill();
    world.start();
    assert_eq!(api(&world, "GET", "guestbook/owners").1, owners, "owners last, codes do not");
    let (_, history) = api(&world, "GET", "guestbook/history");
    let last = history["records"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["by"]), (&json!("owner-added"), &json!(ANN)));
    assert_ne!(last["previous"], "");

    let path = format!("guestbook/owners/{ANN}");
    assert_eq!(api(&world, "DELETE", &path).0, 204);
    assert_eq!(api(&world, "DELETE", &path).0, 404);
    assert_eq!(api(&world, "GET", "guestbook/owners").1, json!({ "owners": [] }));
    let folder = world.guestbook("second", |source| format!("{source}\n// later\n"));
    world.ok(&["release", &folder, "--app", "guestbook"]);
}

#[test]
fn the_command_line_gives_the_link_that_makes_an_owner() {
    let world = World::with_guestbook(0);
    let link = world.ok(&["own", "guestbook"]);
    let start = format!("http://guestbook.localhost:{}/#claim=", world.port);
    let code = link.trim().strip_prefix(&start).unwrap_or_else(|| panic!("{link}"));
    assert_eq!(post(&world, "guestbook", code, ANN, &[]).0, 204);
}

#[test]
fn nobody_claims_by_guessing_or_from_elsewhere() {
    let world = World::with_guestbook(0);
    let made = code(&world);
    let other = post(&world, "guestbook", &made, ANN, &["Origin: http://evil.localhost:PORT"]);
    assert_eq!(other.0, 403, "{other:?}");
    assert_eq!(post(&world, "guestbook", &made, ANN, &["Sec-Fetch-Site: cross-site"]).0, 403);
    assert_eq!(post(&world, "nothing", &made, ANN, &[]).0, 404);
    assert_eq!(post(&world, "guestbook", &made, "2vxsx-fae", &[]).0, 400, "anybody is no owner");
    assert_eq!(post(&world, "guestbook", &made, "who", &[]).0, 400);
    assert_eq!(read(&world.http("GET", "guestbook.localhost:PORT", "/_/claim", &[], "")).0, 405);
    assert_eq!(read(&world.http("POST", "localhost:PORT", "/_/api/apps/guestbook/claim", &[], "")).0, 401);
    for _ in 0..9 {
        let (status, wrong) = post(&world, "guestbook", "00", ANN, &[]);
        assert_eq!((status, &wrong["error"]["message"]), (403, &json!("the code is not right")));
    }
    let (status, wait) = post(&world, "guestbook", &made, ANN, &[]);
    assert_eq!((status, &wait["error"]["kind"]), (429, &json!("too-many")));
}
