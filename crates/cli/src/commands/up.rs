//! `selfwright up`: starts everything on one port.

use std::io::{ErrorKind, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use gateway::{CertificateFiles, Certificates, ServeOptions};
use platform::identity::write_secret;
use platform::{OpenError, Platform};
use replica_node::{AllowedHost, OutcallOptions};
use serde_json::json;
use tokio::sync::watch;

use super::Common;
use crate::Outcome;
use crate::client::{SERVER_FILE, TOKEN_FILE, data_folder};
use crate::failure::{FAULT, Failure, REFUSED};
use crate::sandbox::{self, Allowed, Shut};
use crate::server::{Server, router};

/// Start the platform and the Studio on one port
#[derive(clap::Args)]
#[command(
    after_help = "People sign in to apps at http://id.localhost:PORT; the first line it prints is for the owner alone.\n\nExamples:\n  selfwright up\n  selfwright up --port 8080 --data ./data\n  selfwright up --listen 0.0.0.0:4943    (in a container, behind a proxy)\n  selfwright up --https 0.0.0.0 --certificate shop.pem shop.key --domain shop.example.com=shop --identity id.example.com\n  selfwright up --log-max 2G               (older blocks go once checkpoints cover them)\n  selfwright up --outcalls-to localhost:11434   (apps may ask a service of this machine)"
)]
pub(crate) struct Args {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 4943)]
    port: u16,
    /// An address, with or without a port, to listen on instead of 127.0.0.1
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = listen_address)]
    listen: Option<Listen>,
    /// How much of the log to keep once checkpoints cover it, like 500M or 2G [default: all of it]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    log_max: Option<u64>,
    /// A host of this machine or of its network that apps may ask, by http too; without it they reach only https on the
    /// public network. May be given more than once
    #[arg(long, value_name = "HOST[:PORT]", conflicts_with = "no_outcalls")]
    outcalls_to: Vec<AllowedHost>,
    /// Apps send no requests to the web
    #[arg(long)]
    no_outcalls: bool,
    /// Requests in a second from one address (ten seconds' worth at once); this machine's own are not counted. 0: any number
    #[arg(long, value_name = "N", default_value_t = 200)]
    rate_per_caller: u32,
    /// Requests in a second for one app. 0: any number
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    rate_per_app: u32,
    /// A host that stands for an app, like shop.example.com=shop; APP.raw for what the app answers over HTTP without certifying it. Can be repeated
    #[arg(long, value_name = "HOST=APP", value_parser = domain)]
    domain: Vec<(String, String)>,
    /// An address, with or without a port, at which the same is served with TLS, for browsers elsewhere [default port: 443]
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = listen_address, requires = "certificate")]
    https: Option<Listen>,
    /// A certificate (with its chain) and its private key, both PEM; renewed files are taken up within a minute. Can be repeated: a
    /// client gets the one for the host that it names
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"], requires = "https")]
    certificate: Vec<PathBuf>,
    /// The host of a domain of yours where people sign in, like id.example.com, instead of id.localhost. Keep it: passkeys belong to it
    #[arg(long, value_name = "HOST", requires = "https", value_parser = public_host)]
    identity: Option<String>,
    /// Leaves files and programs of the machine within the server's reach, which it shuts off otherwise (Landlock and seccomp)
    #[arg(long)]
    no_sandbox: bool,
    /// Log lines as JSON; RUST_LOG says how many (error, warn, info, debug)
    #[arg(long)]
    log_json: bool,
}

/// Reads a number of bytes.
fn size(text: &str) -> Result<u64, String> {
    let (digits, factor) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1_000),
        Some((at, 'm' | 'M')) => (&text[..at], 1_000_000),
        Some((at, 'g' | 'G')) => (&text[..at], 1_000_000_000),
        _ => (text, 1),
    };
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    bytes.ok_or_else(|| "a number of bytes is expected, like 0, 500M or 2G".into())
}

fn domain(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(host, app)| !host.is_empty() && !app.is_empty());
    let (host, app) = parts.ok_or("a host and an app are expected, like shop.example.com=shop")?;
    Ok((public_host(host)?, app.to_owned()))
}

/// Reads the name of a host that is not the platform's own.
fn public_host(host: &str) -> Result<String, String> {
    if host.is_empty() || host.contains(['/', ':']) {
        return Err(format!("`{host}` is no name of a host: give it without `https://` and without a port"));
    }
    let host = host.to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".localhost") {
        return Err(format!("`{host}` is a host of the platform's own"));
    }
    Ok(host)
}

/// Where to listen.
#[derive(Clone, Copy)]
struct Listen {
    ip: IpAddr,
    port: Option<u16>,
}

fn listen_address(text: &str) -> Result<Listen, String> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Ok(Listen { ip: address.ip(), port: Some(address.port()) });
    }
    match text.parse() {
        Ok(ip) => Ok(Listen { ip, port: None }),
        Err(_) => Err("an IP address is expected, like 127.0.0.1, 0.0.0.0:4943 or [::1]:4943".into()),
    }
}

impl Args {
    fn limits(&self) -> gateway::Options {
        let rate = |number| (number > 0).then(|| gateway::Rate::per_second(number));
        gateway::Options {
            caller_rate: rate(self.rate_per_caller),
            app_rate: rate(self.rate_per_app),
            domains: std::sync::Arc::new(self.domain.iter().cloned().collect()),
            canister_by_parameter: false,
            ..gateway::Options::default()
        }
    }

    /// Reads the certificates, and says which hosts they are not for.
    fn certificates(&self) -> Result<Option<Certificates>, Failure> {
        if self.https.is_none() {
            return Ok(None);
        }
        let pairs = self.certificate.as_chunks::<2>().0.iter();
        let files = pairs.map(|[certificate, key]| CertificateFiles {
            certificate: certificate.clone(),
            key: key.clone(),
        });
        let certificates = Certificates::load(files.collect()).map_err(|error| {
            Failure::new(REFUSED, error.to_string())
                .hint("--certificate takes two files in PEM: the certificate with its chain, then its key")
        })?;
        let hosts = self.domain.iter().map(|(host, _)| host).chain(&self.identity);
        for host in hosts.filter(|host| !certificates.covers(host)) {
            tracing::warn!("no --certificate is for {host}: browsers cannot reach it by https");
        }
        Ok(Some(certificates))
    }

    fn https_address(&self) -> Option<SocketAddr> {
        self.https.map(|listen| SocketAddr::new(listen.ip, listen.port.unwrap_or(443)))
    }

    fn outcalls(&self) -> OutcallOptions {
        OutcallOptions {
            enabled: !self.no_outcalls,
            allowed: self.outcalls_to.clone(),
            ..OutcallOptions::default()
        }
    }

    fn address(&self) -> SocketAddr {
        let listen = self.listen.unwrap_or(Listen { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), port: None });
        SocketAddr::new(listen.ip, listen.port.unwrap_or(self.port))
    }
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let level = std::env::var("RUST_LOG").ok().and_then(|level| level.parse().ok());
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level.unwrap_or(tracing::Level::WARN));
    if args.log_json {
        log.json().init()
    } else {
        log.init()
    }
    let folder = data_folder(common.data.as_deref())?;
    // The ports first: whoever starts twice is told so before anything is touched.
    let doors = Doors::open(args)?;
    // Before there are threads: those that come later are shut in with this one.
    let shut = (!args.no_sandbox).then(|| shut_in(&folder, args)).transpose()?;
    if let Some(shut) = &shut {
        tracing::info!("{shut}");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let outcome = runtime.block_on(serve(common, args, &folder, doors));
    // A compilation that still runs has nobody to tell its outcome.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Leaves the server its data folder, its certificates, and the web parts where they are read from a folder.
fn shut_in(folder: &Path, args: &Args) -> Result<Shut, Failure> {
    // It has to be there to be allowed.
    std::fs::create_dir_all(folder).map_err(|error| {
        let error = OpenError::Folder { path: folder.to_owned(), source: error };
        open_failure(folder, &error)
    })?;
    let certificates = args.certificate.iter().flat_map(|file| sandbox::folders_of(file));
    let read = certificates.chain(crate::server::web_folder()).collect();
    Ok(sandbox::shut_in(&Allowed { data: folder.to_owned(), read }))
}

async fn serve(common: &Common, args: &Args, folder: &Path, doors: Doors) -> Outcome {
    let started = Instant::now();
    let Doors { address, plain, secure } = doors;
    let listen = |listener| tokio::net::TcpListener::from_std(listener).context("the port cannot be used");
    let listener = listen(plain)?;
    let port = address.port();
    let platform = Platform::open_with(folder, args.log_max.unwrap_or(u64::MAX), args.outcalls())
        .map_err(|error| open_failure(folder, &error))?;
    let written = |name: &str, error: std::io::Error| {
        Failure::new(REFUSED, format!("{} cannot be written: {error}", folder.join(name).display()))
    };
    let token = token(&folder.join(TOKEN_FILE)).map_err(|error| written(TOKEN_FILE, error))?;
    let about = json!({ "port": port, "pid": std::process::id() });
    write_secret(&folder.join(SERVER_FILE), about.to_string().as_bytes())
        .map_err(|error| written(SERVER_FILE, error))?;
    // Before any app is made: they come after it.
    let provider = platform.reserve_provider().await.map_err(|error| Failure::new(FAULT, error.message))?;
    let (stopping, stopped) = watch::channel(false);
    let (provider_is_ready, provider_ready) = watch::channel(false);
    let (token_text, limits) = (token.clone().into(), args.limits());
    let server = Server {
        platform: platform.clone(),
        token: token_text,
        port,
        public_identity: secure
            .as_ref()
            .zip(args.identity.as_ref())
            .map(|(secure, host)| secure.origin(host).into()),
        started,
        limits,
        provider_host: format!("{provider}.localhost").into(),
        provider_ready,
        stopping: stopped,
    };
    greet(common, &server, folder, &token);
    std::thread::spawn(mo_compile::warm_up);
    tokio::spawn(install_provider(platform.clone(), provider_is_ready));
    if !address.ip().is_loopback() {
        tracing::warn!(
            "{address} can be reached from other machines; the Studio and the apps answer to the names \
             localhost:{port} and NAME.localhost:{port}, and to those that --domain names, only"
        );
    }
    let stop = async {
        told_to_stop(&platform).await;
        // Whoever looks for a server must not find this one, and readers of events would stay for ever.
        let _ = std::fs::remove_file(folder.join(SERVER_FILE));
        let _ = stopping.send(true);
    };
    let secure =
        secure.map(|it| Ok::<_, anyhow::Error>((listen(it.listener)?, it.certificates))).transpose()?;
    let mut told = server.stopping.clone();
    let routes = router(server);
    let secure = async {
        let Some((listener, certificates)) = secure else { return Ok(true) };
        let stop = async move { drop(told.wait_for(|told| *told).await) };
        gateway::serve_tls(listener, &certificates, routes.clone(), ServeOptions::default(), stop).await
    };
    let plain = gateway::serve(listener, routes.clone(), ServeOptions::default(), stop);
    let (all_ended, secure_ended) = tokio::join!(plain, secure);
    if !(all_ended && secure_ended.map_err(|error| Failure::new(FAULT, error.to_string()))?) {
        tracing::warn!("some requests did not end and were given up");
    }
    // Last, when nobody waits for a reply any more: what was acknowledged is in the log.
    platform.close();
    if let Some(failure) = platform.node().failure().filter(|it| it != "it was closed") {
        return Err(Failure::new(FAULT, format!("the replica has stopped: {failure}")));
    }
    Ok(())
}

/// The ports of a server that has not started yet.
struct Doors {
    address: SocketAddr,
    plain: std::net::TcpListener,
    secure: Option<Secure>,
}

/// The port with TLS.
struct Secure {
    address: SocketAddr,
    listener: std::net::TcpListener,
    certificates: Certificates,
}

impl Doors {
    fn open(args: &Args) -> Result<Doors, Failure> {
        let (address, plain) = bind(args.address())?;
        let secure = match args.certificates()?.zip(args.https_address()) {
            Some((certificates, address)) => {
                let (address, listener) = bind(address)?;
                Some(Secure { address, listener, certificates })
            }
            None => None,
        };
        Ok(Doors { address, plain, secure })
    }
}

/// Takes a port as Tokio does (`std` lets fewer clients wait), without a thread.
fn bind(address: SocketAddr) -> Result<(SocketAddr, std::net::TcpListener), Failure> {
    let open = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind(address))?.into_std()?;
        Ok((listener.local_addr()?, listener))
    };
    open().map_err(|error| address_failure(address, &error))
}

impl Secure {
    /// The origin of a host, as browsers write it.
    fn origin(&self, host: &str) -> String {
        match self.address.port() {
            443 => format!("https://{host}"),
            port => format!("https://{host}:{port}"),
        }
    }
}

/// Signing in waits for this; nothing else does.
async fn install_provider(platform: Platform, is_ready: watch::Sender<bool>) {
    match platform.install_provider().await {
        Ok(()) => drop(is_ready.send(true)),
        // The server was stopped meanwhile.
        Err(_) if platform.node().failure().is_some() => {}
        // With the code of before, if there is any, people can still sign in.
        Err(error) => {
            tracing::error!("the identity provider could not be brought up to date: {error}");
            let _ = is_ready.send(platform.provider_runs());
        }
    }
}

fn greet(common: &Common, server: &Server, folder: &Path, token: &str) {
    let studio = format!("{}#token={token}", server.studio_url());
    let (apps, ms) = (server.platform.records().apps(), server.started.elapsed().as_millis() as u64);
    if common.json {
        println!(
            "{}",
            json!({ "event": "up", "studio": studio, "port": server.port, "apps": apps.len(), "ms": ms })
        );
    } else {
        println!("Selfwright is up ({ms} ms).");
        println!("  Studio  {studio}");
        println!("  Sign-in {}", server.identity_url());
        println!("  Data    {}", folder.display());
        for app in apps {
            println!("  App     {}  {}", app.name, server.url(&app.name));
        }
        println!("Ctrl-C stops it; nothing is lost.");
    }
    let _ = std::io::stdout().flush();
}

/// Ends on Ctrl-C, on a polite kill, and when the replica cannot go on.
async fn told_to_stop(platform: &Platform) {
    let interrupt = tokio::signal::ctrl_c();
    let failed = async {
        while platform.node().failure().is_none() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
        () = failed => {}
    }
}

fn token(path: &Path) -> std::io::Result<String> {
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().len() == 64 => return Ok(text.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system's randomness does not fail");
    let token = hex::encode(bytes);
    write_secret(path, token.as_bytes())?;
    Ok(token)
}

fn address_failure(address: SocketAddr, error: &std::io::Error) -> Failure {
    let port = address.port();
    let failure = Failure::new(REFUSED, format!("port {port} of {} cannot be used: {error}", address.ip()));
    match error.kind() {
        ErrorKind::AddrInUse => Failure::new(REFUSED, format!("port {port} is in use by another program"))
            .hint("is Selfwright up already? Otherwise take another port: `selfwright up --port 0` finds a free one"),
        ErrorKind::PermissionDenied => failure.hint("ports below 1024 need privileges; take a higher one: --port 4943"),
        ErrorKind::AddrNotAvailable => failure.hint("this machine does not have that address; 0.0.0.0 means all it has"),
        _ => failure,
    }
}

fn open_failure(folder: &Path, error: &OpenError) -> Failure {
    let text = error.to_string();
    let failure =
        Failure::new(REFUSED, format!("the data folder {} cannot be opened: {text}", folder.display()));
    match error {
        OpenError::Folder { .. } => failure.hint("name another folder: --data DIR"),
        OpenError::Node(error) if error.is_in_use() => {
            failure.hint("Selfwright is up on it already: use that one, or stop it first")
        }
        _ => failure,
    }
}
