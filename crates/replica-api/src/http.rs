//! Requests that canisters make of the web, and what came of them.

use crate::{Codec, Decoder, Encoder, Reject, TruncatedError, codec_enum, codec_struct};
use std::sync::Arc;

/// What is asked of a web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    Get,
    Head,
    Post,
    Put,
    Delete,
    Patch,
}
codec_enum!(HttpMethod { 1 => Get, 2 => Head, 3 => Post, 4 => Put, 5 => Delete, 6 => Patch });

impl HttpMethod {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            HttpMethod::Get => "GET",
            HttpMethod::Head => "HEAD",
            HttpMethod::Post => "POST",
            HttpMethod::Put => "PUT",
            HttpMethod::Delete => "DELETE",
            HttpMethod::Patch => "PATCH",
        }
    }

    /// Whether asking twice is no different from asking once, whatever the server does.
    pub fn only_reads(self) -> bool {
        matches!(self, HttpMethod::Get | HttpMethod::Head)
    }
}

/// A request of a canister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: HttpMethod,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Arc<[u8]>>,
    /// Of headers and body of the response together.
    pub response_bytes_max: u64,
}
codec_struct!(HttpRequest { method, url, headers, body, response_bytes_max });

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}
codec_struct!(HttpResponse { status, headers, body });

/// The end of a request: the server's answer, or why there is none.
pub type HttpOutcome = Result<HttpResponse, Reject>;

impl Codec for HttpOutcome {
    fn encode(&self, to: &mut Encoder) {
        self.is_ok().encode(to);
        match self {
            Ok(response) => response.encode(to),
            Err(reject) => reject.encode(to),
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Result<HttpOutcome, TruncatedError> {
        Ok(if bool::decode(from)? { Ok(HttpResponse::decode(from)?) } else { Err(Reject::decode(from)?) })
    }
}
