//! The port with TLS, as a client that we did not write meets it: which certificate for which host, both versions of
//! HTTP, renewed files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use gateway::{CertificateFiles, Certificates, ServeOptions, serve_tls};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Writes a certificate for hosts and its key, and returns the certificate.
fn issue(folder: &Path, name: &str, hosts: &[&str]) -> (CertificateFiles, CertificateDer<'static>) {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(hosts).unwrap();
    let files = CertificateFiles {
        certificate: folder.join(format!("{name}.pem")),
        key: folder.join(format!("{name}.key")),
    };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    (files, made.cert.der().clone())
}

async fn serve(certificates: &Certificates) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let certificates = certificates.clone();
    let router = Router::new()
        .route("/", get(|request: axum::extract::Request| async move { format!("{:?}", request.version()) }));
    tokio::spawn(async move {
        serve_tls(listener, &certificates, router, ServeOptions::default(), std::future::pending()).await
    });
    address
}

/// What a client that trusts one certificate is answered as a host with this protocol.
async fn ask(
    address: SocketAddr,
    trusted: &CertificateDer<'static>,
    host: &'static str,
    protocol: &[u8],
) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let versions = builder.with_safe_default_protocol_versions().unwrap();
    let mut config = versions.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(address).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = connector.connect(ServerName::try_from(host).unwrap(), stream).await;
    let stream = TokioIo::new(stream.map_err(|error| error.to_string())?);
    let request = |uri: &str| hyper::Request::get(uri).header("host", host).body(Body::empty()).unwrap();
    let response = if protocol == b"h2" {
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
        tokio::spawn(connection);
        sender.send_request(request(&format!("https://{host}/"))).await.unwrap()
    } else {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        sender.send_request(request("/")).await.unwrap()
    };
    let bytes = axum::body::to_bytes(Body::new(response.into_body()), 1_000).await.unwrap();
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn each_host_gets_its_certificate_in_both_versions_of_http() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, shop_root) = issue(folder.path(), "shop", &["shop.example", "*.shop.example"]);
    let (club, club_root) = issue(folder.path(), "club", &["club.example"]);
    let certificates = Certificates::load(vec![shop, club]).unwrap();
    assert!(certificates.covers("www.shop.example") && !certificates.covers("else.example"));
    let address = serve(&certificates).await;
    assert_eq!(ask(address, &shop_root, "shop.example", b"http/1.1").await.unwrap(), "HTTP/1.1");
    assert_eq!(ask(address, &shop_root, "www.shop.example", b"h2").await.unwrap(), "HTTP/2.0");
    assert_eq!(ask(address, &club_root, "club.example", b"h2").await.unwrap(), "HTTP/2.0");
    ask(address, &shop_root, "club.example", b"h2").await.expect_err("it is another's certificate");
    ask(address, &shop_root, "else.example", b"h2").await.expect_err("there is none for it");
}

#[tokio::test]
async fn renewed_files_are_taken_up_and_broken_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let (files, old) = issue(folder.path(), "shop", &["shop.example"]);
    let certificates = Certificates::load(vec![files.clone()]).unwrap();
    let address = serve(&certificates).await;
    let at = |seconds| std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    let touch = |seconds| {
        let file = std::fs::File::options().append(true).open(&files.certificate).unwrap();
        file.set_modified(at(seconds)).unwrap();
    };
    std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nhalf of").unwrap();
    touch(1_000);
    certificates.renew();
    assert_eq!(ask(address, &old, "shop.example", b"h2").await.unwrap(), "HTTP/2.0");
    let (_, new) = issue(folder.path(), "shop", &["shop.example"]);
    touch(2_000);
    certificates.renew();
    assert_eq!(ask(address, &new, "shop.example", b"h2").await.unwrap(), "HTTP/2.0");
    ask(address, &old, "shop.example", b"h2").await.expect_err("the old one is no longer shown");
}

#[tokio::test]
async fn what_is_no_certificate_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, _) = issue(folder.path(), "shop", &["shop.example"]);
    let (club, _) = issue(folder.path(), "club", &["club.example"]);
    let said = |certificate: &Path, key: &Path| {
        let files = CertificateFiles { certificate: certificate.to_owned(), key: key.to_owned() };
        let error = Certificates::load(vec![files]).expect_err("it cannot be used").to_string();
        error.replace(&*folder.path().to_string_lossy(), "DIR")
    };
    let swapped = said(&shop.certificate, &club.key);
    assert!(swapped.starts_with("the key in DIR/club.key and the certificate in DIR/shop.pem"), "{swapped}");
    let key_first = said(&shop.key, &shop.certificate);
    assert!(key_first.starts_with("DIR/shop.key has no certificate in it"), "{key_first}");
    let missing = said(&folder.path().join("none.pem"), &shop.key);
    assert!(missing.starts_with("DIR/none.pem cannot be read as PEM"), "{missing}");
}
