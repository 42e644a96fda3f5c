//! Hosts of a domain of one's own: what they show, and who people are there.

use serde_json::Value;

use crate::world::{World, program};

/// The files of a certificate for two hosts, in the world's folder.
fn certificate(world: &World) -> [String; 2] {
    let hosts = ["shop.example.com".to_owned(), "id.example.com".to_owned()];
    let made = rcgen::generate_simple_self_signed(hosts).unwrap();
    [("shop.pem", made.cert.pem()), ("shop.key", made.signing_key.serialize_pem())].map(|(name, text)| {
        let path = world.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    })
}

fn body(reply: &str) -> Value {
    serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn people_sign_in_at_a_host_of_the_domain_and_stay_who_they_are() {
    let mut world = World::stopped();
    let [certificate, key] = certificate(&world);
    let options = ["--https", "127.0.0.1:0", "--certificate", &certificate, &key];
    let hosts = ["--domain", "shop.example.com=guestbook", "--identity", "id.example.com"];
    world.start_as(program(), &[&options[..], &hosts].concat());
    let folder = world.guestbook("first", |source| source);
    world.ok(&["release", &folder, "--app", "guestbook"]);

    let about = body(&world.http("GET", "id.example.com", "/identity.json", &[], ""));
    let origin = about["origin"].as_str().unwrap();
    assert!(origin.starts_with("https://id.example.com:"), "{about}");
    let other = body(&world.http("GET", "id.localhost:PORT", "/identity.json", &[], ""));
    assert_eq!(other, about, "the platform's own name leads there");

    let shop = body(&world.http("GET", "id.example.com", "/origin.json?https://shop.example.com", &[], ""));
    let local = format!("/origin.json?http://guestbook.localhost:{}", world.port);
    assert_eq!(shop, body(&world.http("GET", "id.example.com", &local, &[], "")));
    assert_eq!(shop["shown"], "guestbook");
    let stranger =
        body(&world.http("GET", "id.example.com", "/origin.json?https://else.example.com", &[], ""));
    assert_eq!(stranger["origin"], "https://else.example.com");
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let world = World::stopped();
    let [certificate, _] = certificate(&world);
    let ran = world.run(&[
        "up",
        "--port",
        "0",
        "--https",
        "127.0.0.1:0",
        "--certificate",
        &certificate,
        &certificate,
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("shop.pem cannot be read as PEM"), "{ran:?}");
    assert!(ran.err.contains("--certificate takes two files in PEM"), "{ran:?}");
}
