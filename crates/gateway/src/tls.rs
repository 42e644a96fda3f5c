//! TLS with certificates from files: which one a client gets follows from the host that it names (SNI), and renewed
//! files are taken up while the server runs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

/// How often it is looked whether files were renewed.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// A certificate with those that vouch for it, and its private key; both PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path} cannot be read as PEM: {error}")]
    Unreadable { path: PathBuf, error: rustls::pki_types::pem::Error },
    #[error(
        "{path} has no certificate in it: a file that begins with `-----BEGIN CERTIFICATE-----` is expected"
    )]
    Empty { path: PathBuf },
    #[error("the key in {key} and the certificate in {certificate} cannot be used together: {error}")]
    Misfit { certificate: PathBuf, key: PathBuf, error: rustls::Error },
    #[error("TLS could not be set up: {0}")]
    Setup(rustls::Error),
}

/// The certificates of a port. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Certificates(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    files: Vec<CertificateFiles>,
    provider: Arc<CryptoProvider>,
    known: RwLock<Vec<Known>>,
}

/// What files held when they were last read.
#[derive(Clone, Debug)]
struct Known {
    key: Arc<CertifiedKey>,
    changed: [Option<SystemTime>; 2],
}

impl Certificates {
    /// Reads all files.
    ///
    /// # Errors
    /// A file that cannot be read or used.
    pub fn load(files: Vec<CertificateFiles>) -> Result<Certificates, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let known = files.iter().map(|files| Known::read(files, &provider)).collect::<Result<_, _>>()?;
        Ok(Certificates(Arc::new(Inner { files, provider, known: RwLock::new(known) })))
    }

    /// Whether one of the certificates is for a host.
    pub fn covers(&self, host: &str) -> bool {
        self.find(host).is_some()
    }

    fn find(&self, host: &str) -> Option<Arc<CertifiedKey>> {
        let name = rustls::pki_types::ServerName::try_from(host).ok()?;
        let known = self.0.known.read().expect("no holder of this lock panics");
        let fits = |known: &&Known| {
            let parsed = known.key.end_entity_cert().and_then(ParsedCertificate::try_from);
            parsed.is_ok_and(|parsed| rustls::client::verify_server_name(&parsed, &name).is_ok())
        };
        known.iter().find(fits).map(|known| known.key.clone())
    }

    /// Reads files again that have changed. One that cannot be used is named in the log, and what was known of it stays.
    pub fn renew(&self) {
        for (at, files) in self.0.files.iter().enumerate() {
            let changed = changed(files);
            if self.0.known.read().expect("no holder of this lock panics")[at].changed == changed {
                continue;
            }
            let read = Known::read(files, &self.0.provider);
            let mut known = self.0.known.write().expect("no holder of this lock panics");
            match read {
                Ok(new) => {
                    tracing::info!("the certificate in {} was renewed", files.certificate.display());
                    known[at] = new;
                }
                Err(error) => {
                    tracing::error!("the certificate of before stays in use: {error}");
                    // Said once for each change.
                    known[at].changed = changed;
                }
            }
        }
    }

    /// Looks for renewed files for as long as the server runs.
    pub(crate) async fn keep_fresh(self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let certificates = self.clone();
            let _ = tokio::task::spawn_blocking(move || certificates.renew()).await;
        }
    }

    /// What connections are accepted with.
    pub(crate) fn acceptor(&self) -> Result<tokio_rustls::TlsAcceptor, TlsError> {
        let builder = ServerConfig::builder_with_provider(self.0.provider.clone());
        let versions = builder.with_safe_default_protocol_versions().map_err(TlsError::Setup)?;
        let mut config = versions.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config).into())
    }
}

/// The name of HTTP/2 among the protocols that TLS agrees on (RFC 9113, 3.2).
pub(crate) const HTTP2: &[u8] = b"h2";

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match hello.server_name() {
            Some(host) => self.find(host),
            // Whoever asks an address without a name gets the first: it is for its operator to know.
            None => {
                let known = self.0.known.read().expect("no holder of this lock panics");
                known.first().map(|known| known.key.clone())
            }
        }
    }
}

impl Known {
    fn read(files: &CertificateFiles, provider: &CryptoProvider) -> Result<Known, TlsError> {
        let changed = changed(files);
        let unreadable = |path: &Path, error| TlsError::Unreadable { path: path.to_owned(), error };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
            .and_then(Iterator::collect)
            .map_err(|error| unreadable(&files.certificate, error))?;
        if chain.is_empty() {
            return Err(TlsError::Empty { path: files.certificate.clone() });
        }
        let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| unreadable(&files.key, error))?;
        let key = CertifiedKey::from_der(chain, key, provider).map_err(|error| TlsError::Misfit {
            certificate: files.certificate.clone(),
            key: files.key.clone(),
            error,
        })?;
        Ok(Known { key: Arc::new(key), changed })
    }
}

fn changed(files: &CertificateFiles) -> [Option<SystemTime>; 2] {
    [&files.certificate, &files.key].map(|path| std::fs::metadata(path).and_then(|it| it.modified()).ok())
}
