//! The owner's API answers the owner, and nobody else.

use crate::world::World;

#[test]
fn pages_of_apps_and_strangers_cannot_act_for_the_owner() {
    let world = World::with_guestbook(0);
    let bearer = format!("Authorization: Bearer {}", world.token());
    let cookie = format!("Cookie: selfwright={}", world.token());
    let status = |host: &str, headers: &[&str]| {
        let reply = world.http("GET", host, "/_/api/apps", headers, "");
        reply.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("localhost:PORT", &[&bearer]), "200");
    assert_eq!(status("localhost:PORT", &[&bearer, "Origin: http://localhost:PORT"]), "200");
    assert_eq!(status("localhost:PORT", &[&cookie, "X-Selfwright: 1"]), "200");
    assert_eq!(status("localhost:PORT", &[]), "401");
    assert_eq!(status("localhost:PORT", &[&cookie]), "401", "a form of another page can send the cookie");
    let app = "Origin: http://guestbook.localhost:PORT";
    assert_eq!(status("localhost:PORT", &[&cookie, "X-Selfwright: 1", app]), "401");
    assert_eq!(status("localhost:PORT", &[&cookie, "X-Selfwright: 1", "Sec-Fetch-Site: same-site"]), "401");
    assert_eq!(status("guestbook.localhost:PORT", &[&bearer]), "404", "an app's host has no owner's API");
    assert_eq!(status("evil.example:PORT", &[&bearer]), "404", "a name that was pointed to this machine");
    assert_eq!(status("localhost", &[&bearer]), "404");
    let reply = world.http("GET", "localhost:PORT", "/_/api/apps", &[&bearer], "");
    assert!(!reply.to_lowercase().contains("access-control-allow-origin"), "{reply}");
}

#[cfg(unix)]
#[test]
fn secrets_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    for name in ["token", "identities/owner.key"] {
        let mode = std::fs::metadata(world.data().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn the_studio_is_served_with_the_platform() {
    let world = World::new();
    let page = world.http("GET", "localhost:PORT", "/", &[], "");
    assert!(page.contains("200 OK") && page.to_lowercase().contains("<!doctype html>"), "{page}");
}
