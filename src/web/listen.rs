//! The server: connections in, with a limit on how long a head may take; it ends when it is told to, and not in the middle.

use super::{App, routes};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// How long the head of a request may take; no longer than the house is patient with a file.
const HEAD: Duration = Duration::from_secs(10);
/// How much of it there may be.
const LONGEST_HEAD: usize = 64 * 1024;
/// How long what is under way may take once the end was told.
const LAST: Duration = Duration::from_secs(20);

/// Serves until the end is told.
///
/// # Errors
/// Where the listener fails for good.
pub async fn serve(app: App, listener: TcpListener, end: impl Future<Output = ()>) -> std::io::Result<()> {
    let head = HEAD.min(app.service.patience);
    let router = routes::router(app);
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(LONGEST_HEAD);
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let (stream, address) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of handles: those who are there go on, and it is tried again.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(axum::extract::ConnectInfo(address));
            router.clone().oneshot(request)
        });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service).into_owned());
        tokio::spawn(async move {
            // A connection that breaks is the other side's affair.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
    Ok(())
}
