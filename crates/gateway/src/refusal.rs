//! Requests that are not carried out: each has one status and one body in words.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use replica_api::ReplicaError;
use std::time::Duration;

/// What the Internet Computer's edge takes.
const BODY_BYTES_MAX: usize = 4 << 20;

/// A request that is not carried out: status and words.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
    retry_after: Option<Duration>,
}

pub(crate) type Answer = Result<Response, Refusal>;

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl ToString) -> Refusal {
        Refusal { status, message: message.to_string(), retry_after: None }
    }

    pub(crate) fn bad_request(message: impl ToString) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn forbidden(message: impl ToString) -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn not_found(message: impl ToString) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, message)
    }

    /// For whoever asks more often than is allowed.
    pub(crate) fn too_many(whose: &str, wait: Duration) -> Refusal {
        let message = format!("there are too many requests {whose}; ask again later");
        Refusal { retry_after: Some(wait), ..Refusal::new(StatusCode::TOO_MANY_REQUESTS, message) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, format!("{}\n", self.message)).into_response();
        if let Some(wait) = self.retry_after {
            // Whole seconds, and never "at once".
            let seconds = wait.as_millis().div_ceil(1_000).max(1);
            let value = HeaderValue::try_from(seconds.to_string()).expect("digits are a header's value");
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}

impl From<ReplicaError> for Refusal {
    fn from(error: ReplicaError) -> Refusal {
        match error {
            // agent-js sets its clock anew only when it finds the first words in the body.
            ReplicaError::Expired => Refusal::bad_request(format!("Invalid request expiry: {error}")),
            ReplicaError::Stopped(_) => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, error),
        }
    }
}

/// Reads the body of a request, up to the limit.
pub(crate) async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    let limited = http_body_util::Limited::new(body, BODY_BYTES_MAX);
    match http_body_util::BodyExt::collect(limited).await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            let message = format!(
                "the body has more than {BODY_BYTES_MAX} bytes; larger modules are installed in chunks"
            );
            Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message))
        }
        Err(error) => Err(Refusal::bad_request(format!("the body ended early: {error}"))),
    }
}
