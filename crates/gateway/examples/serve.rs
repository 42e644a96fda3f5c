//! A bare replica on a port, for clients to be tested against: `serve DATA [ADDRESS]`.
//!
//! Prints `listening on ADDRESS` once it is ready.

use gateway::{NoPages, Options, ServeOptions, router, serve};
use replica_node::{Node, NodeOptions};
use std::path::PathBuf;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let mut args = std::env::args().skip(1);
    let data = PathBuf::from(args.next().ok_or_else(|| anyhow::anyhow!("usage: serve DATA [ADDRESS]"))?);
    let address = args.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let node = Node::open(&data, NodeOptions::default())?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on {}", listener.local_addr()?);
    let stop = async { tokio::signal::ctrl_c().await.expect("the signal can be waited for") };
    let router = router(node.clone(), NoPages, &Options::default());
    serve(listener, router, ServeOptions::default(), stop).await;
    node.close();
    Ok(())
}
