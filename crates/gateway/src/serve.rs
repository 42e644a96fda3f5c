//! The port: connections of HTTP/1 and HTTP/2, with TLS or without, bounded in number, ended politely.

use crate::tls::{Certificates, HTTP2, TlsError};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tower::ServiceExt as _;

/// Requests at once on one connection of HTTP/2.
const STREAMS_MAX: u32 = 250;

/// How a port is served.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// So many connections at once; further ones wait.
    pub connections_max: usize,
    /// How long a client may take for the head of a request.
    pub head_time_max: Duration,
    /// How long requests that run may go on after the server was told to stop.
    pub grace: Duration,
}

impl Default for ServeOptions {
    fn default() -> ServeOptions {
        ServeOptions {
            connections_max: 4_096,
            head_time_max: Duration::from_secs(30),
            grace: Duration::from_secs(15),
        }
    }
}

/// Serves until `stop` ends; then takes nothing new, and waits for what runs. Returns whether all of it ended.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    options: ServeOptions,
    stop: impl Future<Output = ()>,
) -> bool {
    serve_with(listener, None, router, options, stop).await
}

/// Serves with TLS; see [`serve`].
///
/// # Errors
/// TLS cannot be set up.
pub async fn serve_tls(
    listener: TcpListener,
    certificates: &Certificates,
    router: Router,
    options: ServeOptions,
    stop: impl Future<Output = ()>,
) -> Result<bool, TlsError> {
    let acceptor = certificates.acceptor()?;
    let keeper = tokio::spawn(certificates.clone().keep_fresh());
    let ended = serve_with(listener, Some(acceptor), router, options, stop).await;
    keeper.abort();
    Ok(ended)
}

async fn serve_with(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    options: ServeOptions,
    stop: impl Future<Output = ()>,
) -> bool {
    let graceful = GracefulShutdown::new();
    let (stopping, stopped) = watch::channel(());
    let places = Arc::new(Semaphore::new(options.connections_max));
    let builders = Builders::new(&options);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = places.clone().acquire_owned();
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = async { (place.await, accept(&listener).await) } => accepted,
        };
        let (Ok(place), (stream, address)) = accepted else { unreachable!("the semaphore is never closed") };
        // Small answers leave at once.
        let _ = stream.set_nodelay(true);
        let (builders, watcher, tls) = (builders.clone(), graceful.watcher(), tls.clone());
        let service = Served { router: router.clone(), address };
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            let opened = tokio::select! {
                opened = timeout(options.head_time_max, builders.open(stream, tls)) => opened,
                // Nothing was asked on it yet.
                _ = stopped.changed() => return,
            };
            match opened {
                Ok(Some((builder, Opened::Plain(stream)))) => service.speak(builder, stream, watcher).await,
                Ok(Some((builder, Opened::Tls(stream)))) => service.speak(builder, *stream, watcher).await,
                _ => {}
            }
            drop(place);
        });
    }
    drop(listener);
    let _ = stopping.send(());
    timeout(options.grace, graceful.shutdown()).await.is_ok()
}

/// A connection on which a request can be asked.
enum Opened {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// What is served to whom.
struct Served {
    router: Router,
    address: SocketAddr,
}

impl Served {
    async fn speak<S>(self, builder: &Builder<TokioExecutor>, stream: S, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Served { router, address } = self;
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (router, mut request) = (router.clone(), request.map(Body::new));
            request.extensions_mut().insert(ConnectInfo(address));
            async move {
                Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {}))
            }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!("a connection ended: {error}");
        }
    }
}

/// How connections of either version are served.
#[derive(Clone)]
struct Builders {
    http1: Builder<TokioExecutor>,
    http2: Builder<TokioExecutor>,
}

/// How a client of HTTP/2 begins (RFC 9113, 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// How often it is looked whether more of the beginning has come.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

impl Builders {
    fn new(options: &ServeOptions) -> Builders {
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(options.head_time_max);
        // A client of HTTP/2 that does not even answer has gone.
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS_MAX)
            .keep_alive_interval(options.head_time_max)
            .keep_alive_timeout(options.head_time_max);
        Builders { http1: builder.clone().http1_only(), http2: builder.http2_only() }
    }

    /// Makes a connection ready for requests, and finds out which version its client speaks.
    async fn open(
        &self,
        stream: TcpStream,
        tls: Option<TlsAcceptor>,
    ) -> Option<(&Builder<TokioExecutor>, Opened)> {
        let Some(acceptor) = tls else {
            let builder = self.choose(&stream).await?;
            return Some((builder, Opened::Plain(stream)));
        };
        let stream = match acceptor.accept(stream).await {
            Ok(stream) => stream,
            Err(error) => {
                tracing::debug!("no TLS was agreed on: {error}");
                return None;
            }
        };
        let speaks_http2 = stream.get_ref().1.alpn_protocol() == Some(HTTP2);
        let builder = if speaks_http2 { &self.http2 } else { &self.http1 };
        Some((builder, Opened::Tls(Box::new(stream))))
    }

    /// Tells the versions apart by how the client begins. Hyper does so as well, but waits for ever while it does.
    async fn choose(&self, stream: &TcpStream) -> Option<&Builder<TokioExecutor>> {
        let mut beginning = [0; PREFACE.len()];
        loop {
            let length = stream.peek(&mut beginning).await.ok()?;
            match &beginning[..length] {
                [] => return None,
                PREFACE => return Some(&self.http2),
                seen if PREFACE.starts_with(seen) => tokio::time::sleep(LOOK_AGAIN).await,
                _ => return Some(&self.http1),
            }
        }
    }
}

/// Waits for a connection. When the process has no more files, old connections have to end first.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!("no connection could be taken: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
