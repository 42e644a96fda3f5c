//! The port: connections of HTTP/1 and HTTP/2, bounded in number, ended politely.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

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
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(options.connections_max));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(options.head_time_max);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(250);
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
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (router, mut request) = (router.clone(), request.map(Body::new));
            request.extensions_mut().insert(ConnectInfo(address));
            async move {
                Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {}))
            }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    tokio::time::timeout(options.grace, graceful.shutdown()).await.is_ok()
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
