//! Posting a notice as JSON.

use std::time::Duration;
use ureq::{Agent, Error};

/// Posts `body`; anything but an answer 200 to 299 in time is a failure. The error never holds the URL.
pub(super) fn post(url: &str, id: &str, body: &[u8], timeout: Duration) -> Result<(), String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(timeout))
        // A server that was allowed does not decide which other one is called.
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent("baton")
        .build()
        .into();
    let answer = agent
        .post(url)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", id)
        .send(body);
    match answer.map(|answer| answer.status()) {
        Ok(status) if status.is_success() => Ok(()),
        Ok(status) if status.is_redirection() => Err(format!(
            "it answered {} and wants to be asked elsewhere; redirects are not followed",
            status.as_u16()
        )),
        Ok(status) => Err(format!("it answered {}", status.as_u16())),
        Err(Error::Timeout(_)) => Err(format!("no answer within {} s", timeout.as_secs_f32())),
        Err(Error::HostNotFound) => Err("its host was not found".to_owned()),
        Err(Error::Io(_) | Error::ConnectionFailed) => Err("the connection failed".to_owned()),
        Err(Error::Tls(_) | Error::Rustls(_)) => {
            Err("no trusted encrypted connection could be made".to_owned())
        }
        Err(_) => Err("the request failed".to_owned()),
    }
}
