//! Certified responses, made by the library that canisters use (`ic-http-certification`) and checked by ours.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use base64::Engine as _;
use gateway_wire::{CertificateError, HttpError, HttpExchange, RootKey, verify_response};
use ic_http_certification::utils::add_v2_certificate_header;
use ic_http_certification::{
    CERTIFICATE_EXPRESSION_HEADER_NAME, CelExpression, DefaultCelBuilder, DefaultCelExpression,
    DefaultResponseCertification, HttpCertification, HttpCertificationPath, HttpCertificationTree,
    HttpCertificationTreeEntry, HttpRequest, HttpResponse, StatusCode,
};
use ic_principal::Principal;
use proptest::prelude::*;
use replica_api::HashTree;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use support::{Replica, labeled};

const NOW: u64 = 1_700_000_000_000_000_000;
const MINUTE: u64 = 60_000_000_000;
const URL: &str = "/shop/cart?item=7&session=1";

fn canister() -> Principal {
    Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
}

fn root() -> RootKey {
    RootKey::from_der(&Replica::new(1).key_der()).unwrap()
}

/// What is certified of the response.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Nothing,
    Response,
    Both,
}

/// A response and the request it is for, in our words.
#[derive(Clone, Debug)]
struct Served {
    url: String,
    method: String,
    request_headers: Vec<(String, String)>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Served {
    fn verify_at(&self, now: u64, version_min: u16) -> Result<Vec<(String, String)>, HttpError> {
        let exchange = HttpExchange {
            canister: canister(),
            method: &self.method,
            url: &self.url,
            request_headers: &self.request_headers,
            request_body: b"",
            status: self.status,
            response_headers: &self.headers,
            response_body: &self.body,
        };
        verify_response(&exchange, &root(), now, version_min)
    }

    fn verify(&self) -> Result<Vec<(String, String)>, HttpError> {
        self.verify_at(NOW, 2)
    }

    fn header(&mut self, name: &str) -> &mut String {
        &mut self.headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)).unwrap().1
    }
}

fn expression(kind: Kind) -> CelExpression<'static> {
    let response = || DefaultResponseCertification::certified_response_headers(vec!["Cache-Control"]);
    match kind {
        Kind::Nothing => CelExpression::Default(DefaultCelExpression::Skip),
        Kind::Response => CelExpression::Default(DefaultCelExpression::ResponseOnly(
            DefaultCelBuilder::response_only_certification().with_response_certification(response()).build(),
        )),
        Kind::Both => CelExpression::Default(DefaultCelExpression::Full(
            DefaultCelBuilder::full_certification()
                .with_request_headers(vec!["Accept"])
                .with_request_query_parameters(vec!["item"])
                .with_response_certification(response())
                .build(),
        )),
    }
}

/// Certifies a response at a path, beside others, and serves it for the address.
fn serve(kind: Kind, path: &HttpCertificationPath<'_>, others: &[HttpCertificationPath<'_>]) -> Served {
    serve_at(kind, path, others, URL, NOW)
}

fn serve_at(
    kind: Kind,
    path: &HttpCertificationPath<'_>,
    others: &[HttpCertificationPath<'_>],
    url: &str,
    time: u64,
) -> Served {
    let expression = expression(kind);
    let request_headers = vec![("accept".to_owned(), "text/html".to_owned())];
    let request = HttpRequest::get(url).with_headers(request_headers.clone()).build();
    let response = HttpResponse::builder()
        .with_status_code(StatusCode::OK)
        .with_headers(vec![
            ("Cache-Control".to_owned(), "no-cache".to_owned()),
            ("X-Free".to_owned(), "not certified".to_owned()),
            (CERTIFICATE_EXPRESSION_HEADER_NAME.to_owned(), expression.to_string()),
        ])
        .with_body(b"<p>the cart</p>".to_vec());
    let mut response = response.build();
    let certification = match &expression {
        CelExpression::Default(DefaultCelExpression::Full(it)) => {
            HttpCertification::full(it, &request, &response, None).unwrap()
        }
        CelExpression::Default(DefaultCelExpression::ResponseOnly(it)) => {
            HttpCertification::response_only(it, &response, None).unwrap()
        }
        CelExpression::Default(DefaultCelExpression::Skip) => HttpCertification::skip(),
    };
    let mut tree = HttpCertificationTree::default();
    let entry = HttpCertificationTreeEntry::new(path, certification);
    tree.insert(&entry);
    for other in others {
        tree.insert(&HttpCertificationTreeEntry::new(other, HttpCertification::skip()));
    }
    let plain = url.split('?').next().unwrap();
    let witness = tree.witness(&entry, plain).unwrap();
    let certificate = Replica::new(1).certify(time, canister(), &tree.root_hash());
    add_v2_certificate_header(&certificate, &mut response, &witness, &path.to_expr_path());
    Served {
        url: url.to_owned(),
        method: "GET".to_owned(),
        request_headers,
        status: 200,
        headers: response.headers().to_vec(),
        body: response.body().to_vec(),
    }
}

#[test]
fn certified_responses_pass_and_only_certified_headers_go_on() {
    let exact = HttpCertificationPath::exact("/shop/cart");
    let names = |served: &Served| {
        let passed = served.verify().unwrap();
        passed.iter().map(|(name, _)| name.to_ascii_lowercase()).collect::<Vec<_>>()
    };
    let expected = ["cache-control", "ic-certificateexpression"];
    assert_eq!(names(&serve(Kind::Both, &exact, &[])), expected);
    assert_eq!(names(&serve(Kind::Response, &exact, &[])), expected);
    assert_eq!(names(&serve(Kind::Nothing, &exact, &[])).len(), 4);
    for wildcard in ["/shop/cart", "/shop/", "/shop", "/", ""] {
        let path = HttpCertificationPath::wildcard(wildcard);
        serve(Kind::Response, &path, &[]).verify().unwrap_or_else(|error| panic!("`{wildcard}`: {error}"));
    }
}

#[test]
fn what_is_certified_cannot_be_changed() {
    let exact = HttpCertificationPath::exact("/shop/cart");
    let change = |kind: Kind, change: &dyn Fn(&mut Served)| {
        let mut served = serve(kind, &exact, &[]);
        change(&mut served);
        served.verify().map(|_| ())
    };
    let both = |it: &dyn Fn(&mut Served)| change(Kind::Both, it);
    assert_eq!(both(&|it| it.body[0] ^= 1), Err(HttpError::Hash));
    assert_eq!(both(&|it| it.status = 404), Err(HttpError::Hash));
    assert_eq!(both(&|it| *it.header("Cache-Control") = "public".into()), Err(HttpError::Hash));
    assert_eq!(both(&|it| it.method = "POST".into()), Err(HttpError::Hash));
    assert_eq!(both(&|it| it.url = it.url.replace("item=7", "item=8")), Err(HttpError::Hash));
    assert_eq!(both(&|it| it.request_headers[0].1 = "image/png".into()), Err(HttpError::Hash));
    assert_eq!(both(&|it| it.url = "/shop/other".into()), Err(HttpError::Path));
    // What is not certified may differ.
    assert_eq!(both(&|it| it.url = it.url.replace("session=1", "session=2")), Ok(()));
    assert_eq!(both(&|it| *it.header("X-Free") = "another".into()), Ok(()));
    assert_eq!(change(Kind::Response, &|it| it.method = "POST".into()), Ok(()));
    assert_eq!(change(Kind::Response, &|it| it.body.clear()), Err(HttpError::Hash));
    assert_eq!(change(Kind::Nothing, &|it| it.body.clear()), Ok(()));
    // No other expression than the certified one: least of all one that certifies nothing.
    let skip = expression(Kind::Nothing).to_string();
    assert_eq!(both(&|it| *it.header("IC-CertificateExpression") = skip.clone()), Err(HttpError::Hash));
}

#[test]
fn a_wildcard_answers_only_where_nothing_closer_can_exist() {
    let shop = HttpCertificationPath::wildcard("/shop");
    let refused =
        |other: HttpCertificationPath<'_>| serve(Kind::Response, &shop, &[other]).verify().map(|_| ());
    assert_eq!(refused(HttpCertificationPath::exact("/shop/cart")), Err(HttpError::Path));
    assert_eq!(refused(HttpCertificationPath::wildcard("/shop/cart")), Err(HttpError::Path));
    assert_eq!(refused(HttpCertificationPath::wildcard("/shop/")), Err(HttpError::Path));
    assert_eq!(refused(HttpCertificationPath::exact("/shop/other")), Ok(()));
    assert_eq!(refused(HttpCertificationPath::wildcard("/")), Ok(()));
}

#[test]
fn a_certificate_is_of_now_and_of_this_replica_and_canister() {
    let exact = HttpCertificationPath::exact("/shop/cart");
    let served = serve(Kind::Response, &exact, &[]);
    assert!(served.verify_at(NOW + 5 * MINUTE, 2).is_ok());
    assert!(matches!(served.verify_at(NOW + 5 * MINUTE + 1, 2), Err(HttpError::Time { .. })));
    assert!(matches!(served.verify_at(NOW - 6 * MINUTE, 2), Err(HttpError::Time { .. })));
    let exchange = HttpExchange {
        canister: Principal::from_slice(&[9; 10]),
        method: "GET",
        url: URL,
        request_headers: &[],
        request_body: b"",
        status: 200,
        response_headers: &served.headers,
        response_body: &served.body,
    };
    let other = verify_response(&exchange, &root(), NOW, 1);
    assert_eq!(other, Err(HttpError::NotCertified(exchange.canister)));
    let stranger = RootKey::from_der(&Replica::new(2).key_der()).unwrap();
    let refused = verify_response(&HttpExchange { canister: canister(), ..exchange }, &stranger, NOW, 1);
    assert_eq!(refused, Err(HttpError::Certificate(CertificateError::Signature)));
    let mut bare = served.clone();
    bare.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("IC-Certificate"));
    assert_eq!(bare.verify(), Err(HttpError::NoHeader("IC-Certificate")));
    // A second one could be the one that a browser or a proxy sees.
    let mut double = served;
    let header = double.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("IC-Certificate"));
    double.headers.push(header.unwrap().clone());
    assert_eq!(double.verify(), Err(HttpError::NoHeader("IC-Certificate")));
}

/// A response in version 1: the body's digest under its path.
fn old(entries: &[(&str, &[u8])], url: &str, body: &[u8], encoding: Option<&str>) -> Served {
    let mut entries = entries.to_vec();
    entries.sort();
    let assets = entries
        .iter()
        .map(|(path, body)| labeled(path.as_bytes(), HashTree::Leaf(Sha256::digest(body).to_vec())));
    let tree = labeled(b"http_assets", HashTree::join(assets.collect()));
    let certificate = Replica::new(1).certify(NOW, canister(), &tree.digest());
    let mut witness = Vec::new();
    tree.write_cbor(&mut witness);
    let text = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let header = format!("certificate=:{}:, tree=:{}:", text(&certificate), text(&witness));
    let mut headers = vec![("IC-Certificate".to_owned(), header)];
    headers.extend(encoding.map(|encoding| ("Content-Encoding".to_owned(), encoding.to_owned())));
    Served {
        url: url.to_owned(),
        method: "GET".to_owned(),
        request_headers: Vec::new(),
        status: 200,
        headers,
        body: body.to_vec(),
    }
}

#[test]
fn version_1_certifies_the_body_by_its_path_or_the_index() {
    let assets: &[(&str, &[u8])] = &[("/index.html", b"index"), ("/a.txt", b"a")];
    let verify = |url: &str, body: &[u8]| old(assets, url, body, None).verify_at(NOW, 1).map(|_| ());
    assert_eq!(verify("/a.txt?x=1", b"a"), Ok(()));
    assert_eq!(verify("/%61.txt", b"a"), Ok(()));
    assert_eq!(verify("/a.txt", b"index"), Err(HttpError::Body), "the index is for what is not there");
    assert_eq!(verify("/else", b"index"), Ok(()));
    assert_eq!(verify("/else", b"a"), Err(HttpError::Body));
    let downgrade = old(assets, "/a.txt", b"a", None).verify_at(NOW, 2);
    assert_eq!(downgrade, Err(HttpError::Downgrade { found: 1, expected: 2 }));
}

#[test]
fn version_1_certifies_what_a_compressed_body_stands_for() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"long text").unwrap();
    let body = gzip.finish().unwrap();
    let assets: &[(&str, &[u8])] = &[("/a.txt", b"long text")];
    assert!(old(assets, "/a.txt", &body, Some("gzip")).verify_at(NOW, 1).is_ok());
    assert_eq!(old(assets, "/a.txt", &body, None).verify_at(NOW, 1), Err(HttpError::Body));
    assert_eq!(old(assets, "/a.txt", b"no gzip", Some("gzip")).verify_at(NOW, 1), Err(HttpError::Body));
}

proptest! {
    #[test]
    fn noise_in_the_headers_is_refused_without_a_panic(
        text in "(certificate=:[A-Za-z0-9+/=]{0,40}:, ?)?(tree=:[A-Za-z0-9+/]{0,40}:)?[ -~]{0,20}",
        at: prop::sample::Index,
        byte in 33u8..127,
    ) {
        let exact = HttpCertificationPath::exact("/shop/cart");
        let mut served = serve(Kind::Response, &exact, &[]);
        let mut changed = served.header("IC-Certificate").clone().into_bytes();
        let at = at.index(changed.len());
        changed[at] = byte;
        *served.header("IC-Certificate") = String::from_utf8(changed).unwrap();
        // A name that is not known is passed over, and the end of a base64 text may be written in two ways; but
        // with whatever header, another body never passes.
        let _ = served.verify();
        served.body.push(0);
        prop_assert!(served.verify().is_err());
        *served.header("IC-Certificate") = text;
        prop_assert!(served.verify().is_err());
    }
}
