//! Who may use the owner's API: whoever can read the token in the data folder, and the Studio they opened with it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Server;
use super::json::error_response;

const COOKIE: &str = "selfwright";

/// Lets a request through, or says that it may not pass.
pub(super) async fn check(State(server): State<Server>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let streams = request.method() == Method::GET
        && header_text(headers, "accept").is_some_and(|accept| accept.contains("text/event-stream"));
    if !is_own_origin(headers, server.port) || !is_authorised(headers, &server.token, streams) {
        let hint = "open the Studio with the address that `selfwright up` printed";
        let message = "this needs the owner's token";
        return error_response(StatusCode::UNAUTHORIZED, "unauthorized", message, Some(hint));
    }
    next.run(request).await
}

/// Hands the Studio a cookie, so that a reload needs no token in the address.
pub(super) async fn session(State(server): State<Server>) -> Response {
    let cookie = format!("{COOKIE}={}; Path=/_/api; HttpOnly; SameSite=Strict", server.token);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

/// Browsers say where a request comes from; other programs do not, and have the token.
fn is_own_origin(headers: &HeaderMap, port: u16) -> bool {
    let origin_fits = match header_text(headers, "origin") {
        None => true,
        Some(origin) => ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
            origin == format!("http://{host}:{port}") || (port == 80 && origin == format!("http://{host}"))
        }),
    };
    let site = header_text(headers, "sec-fetch-site");
    origin_fits && site.is_none_or(|site| site == "same-origin" || site == "none")
}

fn is_authorised(headers: &HeaderMap, token: &str, streams: bool) -> bool {
    let bearer = header_text(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    if bearer.is_some_and(|given| same(given, token)) {
        return true;
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let given = cookies
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    // A form or an image of another page can carry the cookie, but not this header.
    let meant = streams || header_text(headers, "x-selfwright") == Some("1");
    meant && given.is_some_and(|given| same(given, token))
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Compares in a time that does not tell how much was right.
fn same(given: &str, token: &str) -> bool {
    given.len() == token.len() && given.bytes().zip(token.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
